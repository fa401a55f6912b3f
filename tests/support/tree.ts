import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// What a tool makes, keeps or downloads; .gitignore names the same.
const MADE = new Set([
	'.git', 'node_modules', 'build', '.svelte-kit', 'data', 'test-results', 'coverage', 'src/lib/paraglide',
	'src/lib/i18n/project.inlang',
]); // prettier-ignore

function* walk(folder: string): Generator<string> {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		const name = relative(ROOT, path).split(sep).join('/');
		if (MADE.has(name)) continue;
		if (entry.isDirectory()) yield* walk(path);
		else if (entry.isFile()) yield name;
	}
}

/** Paths of the project's own files, relative to its folder, with slashes; those that match, when asked. */
export function sourceFiles(match: RegExp = /./): string[] {
	return [...walk(ROOT)].filter((name) => match.test(name)).sort();
}

/** The text of a file of the project. */
export function sourceText(name: string): string {
	return readFileSync(join(ROOT, name), 'utf8');
}
