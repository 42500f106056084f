-- The tables of many packages as one, each row with the donor that it is of.
--
-- DuckDB from 1.1 on. For another engine this is the file to replace: it alone uses what is
-- DuckDB's own (read_parquet, getvariable, comprehensions, table macros, EXCLUDE).
-- views.sql needs nothing but these tables, with a column `donor` in each.
--
-- Packages lie beside each other as folders: packages/selfaudit-1a2b…/data/judgments.parquet.
-- A donor is such a folder. Two packages of one person are two donors here: nothing in a package
-- says whom it is of (docs/pooling.md).

SET VARIABLE packages = coalesce(getvariable('packages'), ['packages/*']);

CREATE MACRO of_packages(name) AS TABLE
SELECT
    regexp_extract(filename, '([^/\\]+)[/\\]data[/\\][^/\\]+$', 1) AS donor,
    * EXCLUDE (filename)
FROM read_parquet(
    [package || '/data/' || name || '.parquet' for package in getvariable('packages')],
    filename = true,
    union_by_name = true
);

CREATE VIEW attributes AS FROM of_packages('attributes');
CREATE VIEW revisions AS FROM of_packages('revisions');
CREATE VIEW cards AS FROM of_packages('cards');
CREATE VIEW judgments AS FROM of_packages('judgments');
CREATE VIEW prompts AS FROM of_packages('prompts');
CREATE VIEW entries AS FROM of_packages('entries');
CREATE VIEW marks AS FROM of_packages('marks');
CREATE VIEW selections AS FROM of_packages('selections');
CREATE VIEW selector_scores AS FROM of_packages('selector_scores');
CREATE VIEW answers AS FROM of_packages('answers');
CREATE VIEW pairs AS FROM of_packages('pairs');
CREATE VIEW votes AS FROM of_packages('votes');
CREATE VIEW judge_verdicts AS FROM of_packages('judge_verdicts');
CREATE VIEW runs AS FROM of_packages('runs');
CREATE VIEW participant_flow AS FROM of_packages('participant_flow');
