/** What a cell says: a number, a stated zero, or why there is none. The same five everywhere. */
export type CellState = 'value' | 'zero' | 'not_reported' | 'inapplicable' | 'suppressed';
