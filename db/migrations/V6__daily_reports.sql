-- The days whose report to the owner has been sent, so that of several processes one sends it, once.
CREATE TABLE daily_reports (
    `day`      DATE        NOT NULL,
    claimed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (`day`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
