-- How many ranked members (present, with XP) a server has at each height of XP: a rank is the sum of those above, and a
-- page begins where the sum reaches it, whatever the server's size. Counted in the transactions that change members.
--
-- Tier 0 counts by octave (XP from 2^e to 2^(e+1) - 1), tier 1 by slot, of which an octave has 64 of equal width (or as
-- many as it has values). Both are numbered from the most XP down, as ranks are, so that the key's order is the ranking's:
-- octave 53 - e, slot 64 * octave + 63 - (which of the octave's, from its lowest XP up).
CREATE TABLE rank_counts (
    guild_id BIGINT NOT NULL,
    tier     INT    NOT NULL,
    slot     INT    NOT NULL,
    members  BIGINT NOT NULL,
    PRIMARY KEY (guild_id, tier, slot)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- When a server's members were last counted anew: a process of an earlier release does not keep the counts.
CREATE TABLE rank_recounts (
    guild_id   BIGINT      NOT NULL,
    counted_at DATETIME(3) NOT NULL,
    PRIMARY KEY (guild_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- [jooq ignore start]
INSERT INTO rank_counts (guild_id, tier, slot, members)
SELECT guild_id, 0, 54 - LENGTH(BIN(xp)), COUNT(*)
FROM guild_users
WHERE present AND xp > 0
GROUP BY guild_id, 54 - LENGTH(BIN(xp));

INSERT INTO rank_counts (guild_id, tier, slot, members)
SELECT guild_id, 1,
       64 * (54 - LENGTH(BIN(xp))) + 63
         - ((xp - (1 << (LENGTH(BIN(xp)) - 1))) >> GREATEST(LENGTH(BIN(xp)) - 7, 0)) AS xp_slot,
       COUNT(*)
FROM guild_users
WHERE present AND xp > 0
GROUP BY guild_id, xp_slot;
-- [jooq ignore stop]
