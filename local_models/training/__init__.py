"""Teaching the default model its one job: made-up messages, a LoRA adapter, its file.

Behind the extra `train`. Nothing of the program imports it.
"""
