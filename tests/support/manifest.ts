import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './tree.ts';

/** One route of the built application: what can be asked of it, by its Kit id. */
export interface BuiltRoute {
	readonly id: string;
	readonly isPage: boolean;
	/** Methods of its endpoint, when it has one. */
	readonly methods: readonly string[];
	/** Names of its page's form actions. */
	readonly actions: readonly string[];
	/** How many loads stand behind the page: layouts and the page itself. Kit may be asked for any of them alone. */
	readonly loads: number;
}

interface Manifest {
	readonly _: {
		readonly nodes: readonly (() => Promise<{ readonly server?: { readonly actions?: object } }>)[];
		readonly routes: readonly {
			readonly id: string;
			readonly page: { readonly layouts: readonly (number | undefined)[]; readonly leaf: number } | null;
			readonly endpoint: (() => Promise<Record<string, unknown>>) | null;
		}[];
	};
}

/** Every route of the build, from Kit's own list; nothing can be forgotten. */
export async function builtRoutes(): Promise<BuiltRoute[]> {
	const file = join(ROOT, '.svelte-kit/output/server/manifest-full.js');
	const { manifest } = (await import(pathToFileURL(file).href)) as { manifest: Manifest };
	return Promise.all(
		manifest._.routes.map(async ({ id, page, endpoint }) => {
			const node = page ? await manifest._.nodes[page.leaf]!() : undefined;
			const module = endpoint ? await endpoint() : {};
			return {
				id,
				isPage: page !== null,
				methods: Object.keys(module).filter((name) => /^[A-Z]+$/.test(name)),
				actions: Object.keys(node?.server?.actions ?? {}),
				loads: page ? page.layouts.length + 1 : 0,
			};
		}),
	);
}

/** Every mask of loads with which Kit's client may ask for a page's data: `001` is the page alone. */
export function masks(loads: number): string[] {
	return Array.from({ length: 2 ** loads }, (_, n) => n.toString(2).padStart(loads, '0'));
}
