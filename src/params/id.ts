import type { ParamMatcher } from '@sveltejs/kit';

/** A row's id: a positive whole number without leading zeros, small enough for the database. */
export const match: ParamMatcher = (value) => /^[1-9]\d{0,14}$/.test(value);
