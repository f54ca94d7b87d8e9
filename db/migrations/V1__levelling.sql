-- The tables of levelling. Snowflakes are signed BIGINT, times are DATETIME(3) in UTC.
--
-- There are no foreign keys: Discord owns the entities, rows arrive in any order (a message may tell of a member before
-- its server is known), and the hot tables stay free to be split by guild_id.
-- Written so that MySQL, MariaDB and jOOQ's parser read it alike: no inline KEY, no UNSIGNED, LEVEL quoted.

-- One row for each server that one of our bots is or was in: its settings and which bot serves it.
CREATE TABLE guilds (
    id                      BIGINT        NOT NULL,
    name                    VARCHAR(100)  NOT NULL,
    active                  BOOLEAN       NOT NULL DEFAULT TRUE,
    notification_type       VARCHAR(16)   NOT NULL DEFAULT 'reply',
    notification_channel_id BIGINT,
    xp_multiplier           DECIMAL(4, 2) NOT NULL DEFAULT 1.00,
    xp_delay_seconds        INT           NOT NULL DEFAULT 60,
    role_mode               VARCHAR(16)   NOT NULL DEFAULT 'single',
    serving_bot_id          BIGINT,
    settings_version        BIGINT        NOT NULL DEFAULT 0,
    created_at              DATETIME(3)   NOT NULL,
    updated_at              DATETIME(3)   NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT guilds_notification_type CHECK (notification_type IN ('reply', 'channel', 'dm', 'off')),
    CONSTRAINT guilds_xp_multiplier CHECK (xp_multiplier BETWEEN 0 AND 10),
    CONSTRAINT guilds_xp_delay CHECK (xp_delay_seconds BETWEEN 1 AND 86400),
    CONSTRAINT guilds_role_mode CHECK (role_mode IN ('single', 'stack'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The events service looks for changed settings by time.
CREATE INDEX guilds_updated_at ON guilds (updated_at);

-- Names for the leaderboard, written only when a name changed.
CREATE TABLE users (
    id           BIGINT       NOT NULL,
    username     VARCHAR(100) NOT NULL,
    display_name VARCHAR(100) NOT NULL,
    updated_at   DATETIME(3)  NOT NULL,
    PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A member's XP. level is a copy of levelAt(xp), always written with xp.
-- xp = purged_xp + the sum of message_logs.xp (+ the adjustments that admins make).
CREATE TABLE guild_users (
    guild_id      BIGINT      NOT NULL,
    user_id       BIGINT      NOT NULL,
    xp            BIGINT      NOT NULL DEFAULT 0,
    purged_xp     BIGINT      NOT NULL DEFAULT 0,
    `level`       INT         NOT NULL DEFAULT 0,
    message_count BIGINT      NOT NULL DEFAULT 0,
    last_xp_at    DATETIME(3),
    present       BOOLEAN     NOT NULL DEFAULT TRUE,
    created_at    DATETIME(3) NOT NULL,
    PRIMARY KEY (guild_id, user_id),
    CONSTRAINT guild_users_xp CHECK (xp BETWEEN 0 AND 9007199254740991),
    CONSTRAINT guild_users_level CHECK (`level` BETWEEN 0 AND 1000)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The leaderboard's order: by XP, then by user id, present members only.
CREATE INDEX guild_users_ranking ON guild_users (guild_id, present, xp DESC, user_id);

CREATE TABLE level_roles (
    guild_id BIGINT NOT NULL,
    role_id  BIGINT NOT NULL,
    `level`  INT    NOT NULL,
    PRIMARY KEY (guild_id, role_id),
    CONSTRAINT level_roles_level_once UNIQUE (guild_id, `level`),
    CONSTRAINT level_roles_level CHECK (`level` BETWEEN 1 AND 1000)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE ignored_channels (
    guild_id   BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE ignored_roles (
    guild_id BIGINT NOT NULL,
    role_id  BIGINT NOT NULL,
    PRIMARY KEY (guild_id, role_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What each message earned, never its text. Its time is in its id.
CREATE TABLE message_logs (
    guild_id   BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    xp         INT    NOT NULL,
    PRIMARY KEY (guild_id, message_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX message_logs_member ON message_logs (guild_id, user_id, message_id);

-- Which of our bots is in which server.
CREATE TABLE bot_guilds (
    guild_id  BIGINT      NOT NULL,
    bot_id    BIGINT      NOT NULL,
    joined_at DATETIME(3) NOT NULL,
    PRIMARY KEY (guild_id, bot_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX bot_guilds_bot ON bot_guilds (bot_id, guild_id);
