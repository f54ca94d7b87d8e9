package net.prosperitybot.worker.replies;

/**
 * A button that opens Discord's own window to buy something; Discord writes what is on it. Nothing
 * comes back to us. Only the application that sells it may show it.
 *
 * @param skuId what is sold
 */
public record PremiumOffer(long skuId) implements ComponentRow {}
