/** One process at a time brings masks and pairs up to date. */
export const COMPARE_LOCK = 7_311_004;
