/** Below so many earlier values nothing is usual yet. */
export const LEAST_VALUES = 4;
/** Widths of the median deviation on each side: what robust statistics calls far out. */
const DEVIATIONS = 3;
/** Steady programs vary by so much without anybody needing to explain it. */
const LEAST_SHARE = 0.2;

/** The middle of some numbers; null without any. */
export function median(values: readonly number[]): number | null {
	if (!values.length) return null;
	const sorted = values.toSorted((a, b) => a - b);
	const half = Math.floor(sorted.length / 2);
	return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/**
 * Where values usually lie: the median, three median deviations to each side and at least a fifth of it. Null below
 * four values. One wild month moves neither the median nor the band.
 */
export function usualBand(values: readonly number[]): { readonly low: number; readonly high: number } | null {
	const middle = median(values);
	if (middle === null || values.length < LEAST_VALUES) return null;
	const spread = median(values.map((value) => Math.abs(value - middle)))!;
	const width = Math.max(DEVIATIONS * spread, LEAST_SHARE * Math.abs(middle));
	const low = Math.floor(middle - width);
	const isCount = values.every((value) => value >= 0);
	return { low: isCount ? Math.max(0, low) : low, high: Math.ceil(middle + width) };
}
