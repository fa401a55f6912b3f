import type { Format } from '#lib/i18n/format.ts';
import type { Text } from '#lib/i18n/text.ts';

/** Decimal places of thousandths without the zeros at the end. */
export function milliPlaces(milli: number): 0 | 1 | 2 | 3 {
	return milli % 1000 === 0 ? 0 : milli % 100 === 0 ? 1 : milli % 10 === 0 ? 2 : 3;
}

/** A standing of an indicator in words: a ratio as its percentage, anything else in its unit. */
export function measuredText(
	format: Format,
	milli: number,
	{ isRatio, unit }: { readonly isRatio: boolean; readonly unit: Text },
): string {
	if (isRatio) return format.percent(milli / 1000);
	return `${format.decimal(milli / 1000, milli % 1000 === 0 ? 0 : 1)} ${unit[format.settings.locale]}`;
}
