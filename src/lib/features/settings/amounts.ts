import type { Format } from '#lib/i18n/format.ts';
import type { Kpi } from '#lib/kpi/define.ts';

/** A target in its measure's unit, as text: sums with their currency, shares in percent, everything else whole. */
export function amountText(format: Format, unit: Kpi['unit'], value: number): string {
	if (unit === 'money' || unit === 'money_per_person') return format.moneyText(value);
	if (unit === 'percent') return format.percent(value);
	if (unit === 'ratio') return format.decimal(value, 2);
	if (unit === 'days') return format.decimal(value, Number.isInteger(value) ? 0 : 1);
	return format.integer(value);
}
