/** A decimal as digits before and after the point. */
export interface Decimal {
	readonly negative: boolean;
	readonly whole: string;
	readonly fraction: string;
}

/** Reads `-12`, `12.50` or `.5`; undefined for anything else (no exponent, no group separators: never guessed). */
export function readDecimal(text: string): Decimal | undefined {
	const found = /^([+-]?)(\d*)(?:\.(\d+))?$/.exec(text.trim());
	if (!found || (!found[2] && !found[3])) return undefined;
	const [, sign, whole = '', fraction = ''] = found;
	return {
		negative: sign === '-' && /[1-9]/.test(whole + fraction),
		whole,
		fraction: fraction.replace(/0+$/, ''),
	};
}

/** No single row says more than this, in whole units; so the sum of any file stays an exact integer, thousandths included. */
const LARGEST = 1_000_000_000;

/**
 * The decimal as an integer of `digits` decimals, rounded half up on its digits (binary fractions would round
 * 1.005 down). Undefined above a thousand million units.
 */
export function scaled({ whole, fraction }: Decimal, digits: number): number | undefined {
	const kept = Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`);
	const value = kept + (Number(fraction[digits] ?? 0) >= 5 ? 1 : 0);
	return value <= LARGEST * 10 ** digits ? value : undefined;
}
