-- What is done outside the database because of what was committed in it.

-- The outbox of level changes: a row is written in the transaction that changed the level and deleted once roles and
-- notice are done. cause_id is the snowflake of what caused the change (a message, an interaction), so that the same
-- cause can't write a second row; the notice's nonce derives from it.
CREATE TABLE level_ups (
    guild_id          BIGINT      NOT NULL,
    user_id           BIGINT      NOT NULL,
    cause_id          BIGINT      NOT NULL,
    source            VARCHAR(16) NOT NULL,
    old_level         INT         NOT NULL,
    new_level         INT         NOT NULL,
    channel_id        BIGINT,
    message_id        BIGINT,
    created_at        DATETIME(3) NOT NULL,
    due_at            DATETIME(3) NOT NULL,
    attempts          INT         NOT NULL DEFAULT 0,
    notice_started_at DATETIME(3),
    lease_owner       VARCHAR(64),
    lease_until       DATETIME(3),
    PRIMARY KEY (guild_id, user_id, cause_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX level_ups_due_at ON level_ups (due_at);

-- Which command definition Discord holds for which bot, and who is registering it right now.
-- guild_id 0 stands for the global commands, another for the commands of one development server.
CREATE TABLE command_registrations (
    bot_id          BIGINT      NOT NULL,
    guild_id        BIGINT      NOT NULL,
    definition_hash VARCHAR(64),
    registered_at   DATETIME(3),
    lease_owner     VARCHAR(64),
    lease_until     DATETIME(3),
    lease_epoch     BIGINT      NOT NULL DEFAULT 0,
    PRIMARY KEY (bot_id, guild_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
