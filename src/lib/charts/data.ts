import type { Stretch } from './labels.ts';
import type { ChartTheme, Colour } from './theme.ts';

/** Monthly columns stacked by a dimension. Values are oldest first; null is "no data at all", never zero. */
export interface StackedData {
	/** Names of the months; two lines where a year stands under its month. */
	readonly labels: readonly (string | string[])[];
	readonly series: readonly {
		readonly name: string;
		readonly colour: Colour;
		readonly values: readonly (number | null)[];
	}[];
	/** The whole column, printed on top. */
	readonly totals: readonly (number | null)[];
	/** The same months one year earlier, as hollow dots. */
	readonly prior: readonly (number | null)[];
	/** Shaded stretches of months with the word above them. */
	readonly bands: readonly (Stretch & { readonly label: string })[];
	readonly missing: { readonly at: readonly number[]; readonly label: string };
}

/** What the drawing needs from outside: the page's look, its width, and how numbers are written. */
export interface ChartEnv {
	readonly theme: ChartTheme;
	readonly width: number;
	readonly number: (value: number) => string;
	/** Width of a text in pixels at a size and weight. */
	readonly measure: (text: string, size: number, weight: number) => number;
}

/** Under this width there is no room for labels beside the columns; a key above the chart names the colours. */
export const WIDE = 560;

/** One month as the tooltip and the screen reader tell it. */
export interface ChartPoint {
	readonly title: string;
	readonly rows: readonly { readonly name: string; readonly value: string; readonly colour?: Colour }[];
	/** Rows under the rule: the total, last year. */
	readonly sums: readonly { readonly name: string; readonly value: string }[];
}
