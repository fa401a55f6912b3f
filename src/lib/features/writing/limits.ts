/** Letters of one narrative answer. */
export const LONGEST_WORDS = 4000;
