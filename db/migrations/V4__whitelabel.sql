-- Branded bots, who pays for them, and what keeps several processes from each other's feet.

-- A customer's own bot: what its owner wants of it, and what is. The worker writes what is wanted and raises
-- generation; the events process that holds the lease makes it so and stores applied_generation, state and its detail.
-- The token is encrypted and gone as soon as the bot is to be deleted.
CREATE TABLE whitelabel_bots (
    bot_id             BIGINT       NOT NULL,
    owner_id           BIGINT       NOT NULL,
    name               VARCHAR(100) NOT NULL,
    avatar             VARCHAR(64),
    sealed_token       VARCHAR(512),
    public_key         VARCHAR(64)  NOT NULL,
    application_flags  BIGINT       NOT NULL DEFAULT 0,
    endpoint           VARCHAR(16)  NOT NULL DEFAULT 'unknown',
    status_text        VARCHAR(128),
    last_action        VARCHAR(16)  NOT NULL,
    last_action_at     DATETIME(3)  NOT NULL,
    wanted             VARCHAR(16)  NOT NULL,
    generation         BIGINT       NOT NULL DEFAULT 1,
    applied_generation BIGINT       NOT NULL DEFAULT 0,
    state              VARCHAR(16)  NOT NULL DEFAULT 'stopped',
    state_detail       VARCHAR(500),
    state_since        DATETIME(3)  NOT NULL,
    attempts           INT          NOT NULL DEFAULT 0,
    due_at             DATETIME(3)  NOT NULL,
    lease_owner        VARCHAR(64),
    lease_until        DATETIME(3),
    lease_epoch        BIGINT       NOT NULL DEFAULT 0,
    created_at         DATETIME(3)  NOT NULL,
    PRIMARY KEY (bot_id),
    CONSTRAINT whitelabel_bots_endpoint CHECK (endpoint IN ('unknown', 'set', 'refused')),
    CONSTRAINT whitelabel_bots_wanted CHECK (wanted IN ('running', 'stopped', 'deleted')),
    CONSTRAINT whitelabel_bots_state
        CHECK (state IN ('stopped', 'starting', 'running', 'interrupted', 'waiting', 'failed'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX whitelabel_bots_owner ON whitelabel_bots (owner_id, bot_id);

-- Premium that the operator gave by hand. Without an end it lasts until it is revoked, which sets the end.
CREATE TABLE premium_grants (
    user_id    BIGINT      NOT NULL,
    ends_at    DATETIME(3),
    note       VARCHAR(200),
    granted_at DATETIME(3) NOT NULL,
    PRIMARY KEY (user_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Premium that was bought at Discord, of the main bot's application only. Without an end it runs until Discord says.
CREATE TABLE entitlements (
    id         BIGINT      NOT NULL,
    user_id    BIGINT      NOT NULL,
    sku_id     BIGINT      NOT NULL,
    starts_at  DATETIME(3),
    ends_at    DATETIME(3),
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX entitlements_user ON entitlements (user_id, id);

-- IDENTIFYs of each bot by hour since 1970: Discord resets a token that sends 1000 in a day.
CREATE TABLE identifies (
    bot_id BIGINT NOT NULL,
    hour   BIGINT NOT NULL,
    sent   INT    NOT NULL,
    PRIMARY KEY (bot_id, hour)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- When the next IDENTIFY of a bot's bucket (its shard modulo max_concurrency) may be sent, over all processes.
CREATE TABLE identify_buckets (
    bot_id  BIGINT      NOT NULL,
    bucket  INT         NOT NULL,
    next_at DATETIME(3) NOT NULL,
    PRIMARY KEY (bot_id, bucket)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The processes that run, and which keys each of them can open tokens with.
CREATE TABLE service_instances (
    id      VARCHAR(64)  NOT NULL,
    service VARCHAR(16)  NOT NULL,
    key_ids VARCHAR(500) NOT NULL,
    seen_at DATETIME(3)  NOT NULL,
    PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Which bot began to send a level-up's notice: for another, Discord does not know the nonce again.
ALTER TABLE level_ups ADD COLUMN notice_bot_id BIGINT;

-- When a member was last seen to leave: where one bot sees leaving and another does not, a message from before that,
-- which the other heard and is written late, does not bring its author back.
ALTER TABLE guild_users ADD COLUMN left_at DATETIME(3);
