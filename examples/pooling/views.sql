-- What is pooled, as views over the tables of tables.sql. Plain SQL: joins, CASE, GROUP BY.
--
-- Every join goes by donor as well: ids are of one package alone. No view reads a column of text,
-- so packages of every level can lie together. `counts` is true for the one answer that stands,
-- and `phase` is asked too: what was answered after a reveal is no blind answer and is left out.

-- Stage one ---------------------------------------------------------------------------------------

-- The model that wrote a donor's notes. Shares of true notes are about that model.
CREATE VIEW extractors AS
SELECT donor, CASE WHEN min(model_sha256) = max(model_sha256) THEN min(model_sha256)
    ELSE 'several' END AS model
FROM runs WHERE purpose = 'extraction'
GROUP BY donor;

-- One row per answered card of the headline: the only uniform draw. A card that was judged early
-- and then drawn is in it. Cards that were `early` or `most_support` alone are no sample of a
-- person's notes, and judgments by name (`direct`) are no answers to a card.
CREATE VIEW headline_judgments AS
SELECT
    cards.donor,
    extractors.model,
    attributes.category,
    attributes.subject,
    judgments.answer,
    wording.written_by = 'person' AS edited,
    judgments.answer = 'yes' AND wording.written_by <> 'person' AS accepted,
    1 / cards.inclusion_probability AS weight
FROM cards
JOIN revisions AS wording
    ON wording.donor = cards.donor AND wording.attribute = cards.attribute AND wording."current"
JOIN judgments
    ON judgments.donor = cards.donor AND judgments.revision = wording.id
    AND judgments.question = 'true' AND judgments.counts
    AND judgments.phase = 'before' AND judgments.policy <> 'direct'
LEFT JOIN attributes ON attributes.donor = cards.donor AND attributes.id = cards.attribute
LEFT JOIN extractors ON extractors.donor = cards.donor
WHERE cards.policy = 'headline' AND cards.inclusion_probability > 0
    AND judgments.answer <> 'refuse';

-- Each donor's share of notes that are true as written.
CREATE VIEW accepted_by_donor AS
SELECT donor, model, count(*) AS cards,
    sum(CASE WHEN accepted THEN weight ELSE 0 END) / sum(weight) AS accepted
FROM headline_judgments
GROUP BY donor, model;

-- Counts for the report: cards of one donor that are alike. `n` is how many they are.
CREATE VIEW card_counts AS
SELECT donor, model,
    CASE WHEN accepted THEN weight ELSE 0 END AS accepted,
    CASE WHEN edited AND answer = 'yes' THEN weight ELSE 0 END AS accepted_edited,
    CASE WHEN answer = 'unsure' AND NOT edited THEN weight ELSE 0 END AS unsure,
    CASE WHEN answer = 'no' OR (edited AND answer <> 'yes') THEN weight ELSE 0 END AS rejected,
    count(*) AS n
FROM headline_judgments
GROUP BY 1, 2, 3, 4, 5, 6;

-- Stage two ---------------------------------------------------------------------------------------

-- The decided marks: blind, on accepted attributes. "Can't say" and skips are missing, not no. What
-- was asked again after 14 days (`again`) is for steadiness alone.
CREATE VIEW decided_marks AS
SELECT
    entries.donor,
    entries.id AS entry,
    entries.prompt,
    prompts.source,
    marks.answer = 'yes' AS yes,
    1 / entries.inclusion_probability AS weight
FROM entries
JOIN prompts ON prompts.donor = entries.donor AND prompts.id = entries.prompt
JOIN marks
    ON marks.donor = entries.donor AND marks.entry = entries.id
    AND marks.counts AND marks.phase = 'before' AND NOT marks.again
WHERE entries.accepted AND marks.answer IN ('yes', 'no');

-- What each selector chose: its own choice, or a score of at least one half. The threshold at the
-- person's own rate is fitted prompt by prompt in the program and is not made here.
CREATE VIEW choices AS
SELECT
    selections.donor,
    selector_scores.entry,
    selections.selector,
    selections.version,
    selections.model,
    selector_scores.score,
    coalesce(selector_scores.chosen, selector_scores.score >= 0.5) AS chosen
FROM selections
JOIN selector_scores
    ON selector_scores.donor = selections.donor AND selector_scores.selection = selections.id
WHERE NOT selections.failed
    AND (selector_scores.chosen IS NOT NULL OR selector_scores.score IS NOT NULL);

-- Marks beside each selector's choice. Selectors of another version or model are other selectors.
CREATE VIEW marks_beside_choices AS
SELECT decided_marks.*, choices.selector, choices.version, choices.model, choices.score,
    choices.chosen
FROM decided_marks
JOIN choices ON choices.donor = decided_marks.donor AND choices.entry = decided_marks.entry;

-- Counts by prompt. Sources of prompts stay apart: their mix sets the rate.
CREATE VIEW rate_counts AS
SELECT donor, source, prompt,
    sum(CASE WHEN yes THEN weight ELSE 0 END) AS yes,
    sum(CASE WHEN yes THEN 0 ELSE weight END) AS "no",
    count(*) AS n
FROM decided_marks
GROUP BY donor, source, prompt;

CREATE VIEW mark_counts AS
SELECT donor, source, selector, version, model, prompt,
    sum(CASE WHEN yes AND chosen THEN weight ELSE 0 END) AS "both",
    sum(CASE WHEN yes AND NOT chosen THEN weight ELSE 0 END) AS person,
    sum(CASE WHEN NOT yes AND chosen THEN weight ELSE 0 END) AS selector_only,
    sum(CASE WHEN NOT yes AND NOT chosen THEN weight ELSE 0 END) AS neither,
    count(*) AS n
FROM marks_beside_choices
GROUP BY donor, source, selector, version, model, prompt;

-- Statements that the person had rejected and that selectors were offered all the same.
CREATE VIEW false_fact_counts AS
SELECT entries.donor, prompts.source, choices.selector, choices.version, choices.model,
    entries.prompt,
    sum(CASE WHEN choices.chosen THEN 1 / entries.inclusion_probability ELSE 0 END) AS chosen,
    sum(CASE WHEN choices.chosen THEN 0 ELSE 1 / entries.inclusion_probability END) AS "left",
    count(*) AS n
FROM entries
JOIN prompts ON prompts.donor = entries.donor AND prompts.id = entries.prompt
JOIN choices ON choices.donor = entries.donor AND choices.entry = entries.id
WHERE NOT entries.accepted
GROUP BY entries.donor, prompts.source, choices.selector, choices.version, choices.model,
    entries.prompt;

-- Stage three -------------------------------------------------------------------------------------

-- Votes by arm, with the model that wrote the answers. `preference` is recoded: 1 the generic
-- answer much better, 3 no difference, 5 the other much better. Pairs that came back (`repeats`)
-- measure attention and are no new votes.
CREATE VIEW arm_votes AS
SELECT
    pairs.donor,
    pairs.id AS pair,
    pairs.arm,
    pairs.prompt,
    prompts.source,
    coalesce(runs.model_sha256, CASE WHEN pairs.arm = 'elsewhere' THEN 'elsewhere'
        ELSE 'unknown' END) AS model,
    votes.answer,
    votes.preference
FROM pairs
JOIN votes
    ON votes.donor = pairs.donor AND votes.pair = pairs.id
    AND votes.question = 'better' AND votes.counts AND votes.phase = 'before'
LEFT JOIN prompts ON prompts.donor = pairs.donor AND prompts.id = pairs.prompt
LEFT JOIN answers ON answers.donor = pairs.donor AND answers.id = pairs."other"
LEFT JOIN runs ON runs.donor = answers.donor AND runs.id = answers.run
WHERE pairs.repeats IS NULL AND NOT pairs.dropped;

CREATE VIEW vote_counts AS
SELECT donor, arm, model, prompt,
    sum(CASE WHEN preference > 3 THEN 1 ELSE 0 END) AS wins,
    sum(CASE WHEN preference = 3 THEN 1 ELSE 0 END) AS ties,
    sum(CASE WHEN preference < 3 THEN 1 ELSE 0 END) AS losses,
    sum(CASE WHEN answer = 'both_unusable' THEN 1 ELSE 0 END) AS unusable,
    sum(CASE WHEN answer <> 'skip' THEN 1 ELSE 0 END) AS n
FROM arm_votes
GROUP BY donor, arm, model, prompt;

-- Both arms of a person: what was marked relevant, and true things that were not.
CREATE VIEW contrast_counts AS
SELECT donor, model, prompt,
    sum(CASE WHEN arm = 'marked' THEN wins ELSE 0 END) AS wins,
    sum(CASE WHEN arm = 'marked' THEN ties ELSE 0 END) AS ties,
    sum(CASE WHEN arm = 'marked' THEN losses ELSE 0 END) AS losses,
    sum(CASE WHEN arm = 'irrelevant' THEN wins ELSE 0 END) AS control_wins,
    sum(CASE WHEN arm = 'irrelevant' THEN ties ELSE 0 END) AS control_ties,
    sum(CASE WHEN arm = 'irrelevant' THEN losses ELSE 0 END) AS control_losses,
    sum(wins + ties + losses) AS n
FROM vote_counts
WHERE arm IN ('marked', 'irrelevant')
GROUP BY donor, model, prompt;

-- A judge beside the person, sides as the person saw them, both recoded alike; and its verdict
-- with the sides swapped, where it gave one.
CREATE VIEW judge_beside_person AS
SELECT
    arm_votes.donor,
    arm_votes.prompt,
    arm_votes.arm,
    verdict.model,
    verdict.version,
    verdict.with_attributes,
    verdict.is_generator,
    arm_votes.preference AS person,
    verdict.preference AS judge,
    swapped.preference AS judge_swapped
FROM arm_votes
JOIN judge_verdicts AS verdict
    ON verdict.donor = arm_votes.donor AND verdict.pair = arm_votes.pair AND NOT verdict.swapped
LEFT JOIN judge_verdicts AS swapped
    ON swapped.donor = verdict.donor AND swapped.pair = verdict.pair AND swapped.swapped
    AND swapped.model = verdict.model AND swapped.version = verdict.version
    AND swapped.with_attributes = verdict.with_attributes
WHERE arm_votes.preference IS NOT NULL;

CREATE VIEW judge_counts AS
SELECT donor, model, version, with_attributes, prompt,
    count(*) AS pairs,
    sum(person) AS person,
    sum(judge) AS judge,
    sum(person * person) AS person_squares,
    sum(judge * judge) AS judge_squares,
    sum(person * judge) AS products,
    sum(CASE WHEN sign(judge - 3) = sign(judge_swapped - 3) THEN 1 ELSE 0 END) AS same,
    sum(CASE WHEN sign(judge - 3) <> sign(judge_swapped - 3) THEN 1 ELSE 0 END) AS "other",
    count(*) AS n
FROM judge_beside_person
GROUP BY donor, model, version, with_attributes, prompt;

-- The way there -----------------------------------------------------------------------------------

-- From what was imported to what is here, over all donors. A count below five that was withheld is
-- null: `donors_unknown` says of how many donors, and `count` is then a lower bound.
CREATE VIEW flow AS
SELECT name, "of", detail, min(step) AS step, count(*) AS donors, sum("count") AS "count",
    sum(CASE WHEN "count" IS NULL THEN 1 ELSE 0 END) AS donors_unknown
FROM participant_flow
GROUP BY name, "of", detail;
