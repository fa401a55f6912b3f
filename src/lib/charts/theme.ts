/** Everything a drawing needs to know about the page it stands on; colours are resolved, since a canvas knows no variables. */
export interface ChartTheme {
	readonly rtl: boolean;
	readonly font: string;
	readonly ink: string;
	readonly ink2: string;
	readonly paper: string;
	readonly axis: string;
	readonly grid: string;
	readonly zero: string;
	readonly band: string;
	readonly prior: string;
	/** Categorical colours in palette order; take them from the front. */
	readonly cat: readonly string[];
	readonly rest: string;
}

/** Place of a series in the palette (from 1), `rest` for what was grouped, `waiting` for what is hatched. */
export type Colour = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 'rest' | 'waiting';

const FONT = '"IBM Plex Sans Arabic", Tahoma, sans-serif';

/** A CSS font shorthand for canvas text. */
export function fontOf(theme: ChartTheme, size: number, weight = 400): string {
	return `${weight} ${size}px ${theme.font}`;
}

/** The resolved colour of a series. */
export function colourOf(theme: ChartTheme, colour: Colour): string {
	if (colour === 'waiting') return theme.ink2;
	return colour === 'rest' ? theme.rest : (theme.cat[colour - 1] ?? theme.rest);
}

/** Builds a theme from a function that resolves a custom property to a colour. */
export function makeTheme(resolve: (property: string) => string, rtl: boolean): ChartTheme {
	return {
		rtl,
		font: FONT,
		ink: resolve('--ink'),
		ink2: resolve('--ink-2'),
		paper: resolve('--paper'),
		axis: resolve('--chart-axis'),
		grid: resolve('--chart-grid'),
		zero: resolve('--chart-zero'),
		band: resolve('--chart-band'),
		prior: resolve('--chart-prior'),
		cat: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => resolve(`--cat-${n}`)),
		rest: resolve('--cat-rest'),
	};
}

/** Reads the theme of the page around an element. Asking the browser for a colour resolves `light-dark()` too. */
export function readTheme(host: HTMLElement): ChartTheme {
	const probe = document.createElement('span');
	host.append(probe);
	const resolve = (property: string) => {
		probe.style.setProperty('color', `var(${property})`);
		return getComputedStyle(probe).color;
	};
	const theme = makeTheme(resolve, getComputedStyle(host).direction === 'rtl');
	probe.remove();
	return theme;
}
