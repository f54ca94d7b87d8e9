-- What admins do, and the work that follows from it.

-- Every change of XP that no message made. cause_id is the snowflake of what made it (the interaction), so that the same
-- cause can't write a second row. delta is what was applied, which is less than asked for at either end of the range.
CREATE TABLE xp_adjustments (
    guild_id   BIGINT      NOT NULL,
    user_id    BIGINT      NOT NULL,
    cause_id   BIGINT      NOT NULL,
    actor_id   BIGINT      NOT NULL,
    kind       VARCHAR(16) NOT NULL,
    delta      BIGINT      NOT NULL,
    reason     VARCHAR(200),
    created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (guild_id, user_id, cause_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What was answered to an interaction that changed something, written in the transaction of the change: the same
-- interaction again finds it, changes nothing and gives the same answer. Kept for a day; Discord's signature is good for
-- minutes.
CREATE TABLE command_answers (
    guild_id       BIGINT        NOT NULL,
    interaction_id BIGINT        NOT NULL,
    answer         VARCHAR(2000) NOT NULL,
    created_at     DATETIME(3)   NOT NULL,
    PRIMARY KEY (guild_id, interaction_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX command_answers_created_at ON command_answers (created_at);

-- Bulk work that outlives the process that began it. A server's jobs are done one after the other, lowest id first.
-- position is how far it has come, in terms of its kind; it is saved together with the counts. Where progress is shown
-- is an interaction's answer, whose token Discord forgets after 15 minutes.
CREATE TABLE jobs (
    guild_id                BIGINT       NOT NULL,
    id                      BIGINT       NOT NULL,
    kind                    VARCHAR(32)  NOT NULL,
    parameters              VARCHAR(500) NOT NULL,
    progress_application_id BIGINT,
    progress_token          VARCHAR(512),
    progress_until          DATETIME(3),
    position                BIGINT       NOT NULL DEFAULT 0,
    total                   BIGINT       NOT NULL DEFAULT 0,
    done                    BIGINT       NOT NULL DEFAULT 0,
    changed                 BIGINT       NOT NULL DEFAULT 0,
    failed                  BIGINT       NOT NULL DEFAULT 0,
    created_at              DATETIME(3)  NOT NULL,
    started_at              DATETIME(3),
    due_at                  DATETIME(3)  NOT NULL,
    attempts                INT          NOT NULL DEFAULT 0,
    lease_owner             VARCHAR(64),
    lease_until             DATETIME(3),
    PRIMARY KEY (guild_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Members whom a job could not do, and why; deleted with the job.
CREATE TABLE job_failures (
    guild_id BIGINT      NOT NULL,
    job_id   BIGINT      NOT NULL,
    user_id  BIGINT      NOT NULL,
    reason   VARCHAR(32) NOT NULL,
    PRIMARY KEY (guild_id, job_id, user_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How often the role could not be given or taken since its rule was made or the role's place last changed.
ALTER TABLE level_roles ADD COLUMN refused_count INT NOT NULL DEFAULT 0;

-- Notices in a row that could not be delivered, and the interaction in which an admin was told of it.
ALTER TABLE guilds ADD COLUMN notice_failures INT NOT NULL DEFAULT 0;
ALTER TABLE guilds ADD COLUMN notice_failures_told_in BIGINT;
