import { expect, test } from 'vitest';
import { sourceText } from '../support/tree.ts';

interface Advisory {
	readonly package: string;
	/** Comparators that must all hold, as in `>=2.49.0 <=2.49.4`. */
	readonly affected: string;
	readonly id: string;
	readonly note: string;
	/** Why this very version is used all the same, and when that is looked at again. */
	readonly exception?: { readonly version: string; readonly why: string; readonly reviewBy: string };
}

interface Manifest {
	readonly dependencies: Record<string, string>;
	readonly devDependencies: Record<string, string>;
	readonly overrides: Record<string, string>;
}

interface Lockfile {
	readonly packages: Record<string, { readonly version?: string; readonly dev?: boolean }>;
}

const manifest = JSON.parse(sourceText('package.json')) as Manifest;
const lockfile = JSON.parse(sourceText('package-lock.json')) as Lockfile;
const advisories = JSON.parse(sourceText('tests/architecture/advisories.json')) as Advisory[];

const compare = (a: string, b: string): number => {
	const [left, right] = [a, b].map((v) => v.split('-')[0]!.split('.').map(Number));
	const at = left!.findIndex((n, i) => n !== right![i]);
	return at < 0 ? 0 : left![at]! - right![at]!;
};

function isAffected(version: string, affected: string): boolean {
	return affected.split(' ').every((comparator) => {
		const [, sign, bound] = /^(<=|>=|<|>)(.+)$/.exec(comparator)!;
		const order = compare(version, bound!);
		return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[sign!]!;
	});
}

/** Every copy of every package the lockfile names, nested ones too. */
const locked = Object.entries(lockfile.packages).flatMap(([path, { version }]) =>
	path && version ? [{ name: path.slice(path.lastIndexOf('node_modules/') + 13), version }] : [],
);

function findings(list: readonly Advisory[], today: string): string[] {
	return list.flatMap(({ package: name, affected, id, exception }) =>
		locked
			.filter((entry) => entry.name === name && isAffected(entry.version, affected))
			.filter(({ version }) => exception?.version !== version || exception.reviewBy < today)
			.map(({ version }) => `${name} ${version}: ${id}`),
	);
}

test('no locked package has a known hole, save for dated exceptions with a reason', () => {
	expect(findings(advisories, new Date().toISOString().slice(0, 10))).toEqual([]);
});

test('the check notices: without the exceptions, or after their day, the two of Kit are reported', () => {
	const kit = [`@sveltejs/kit 2.70.4: CVE-2026-114062`, `@sveltejs/kit 2.70.4: GHSA-pfhg-q3qv-9q6r`];
	expect(
		findings(
			advisories.map(({ exception: _, ...rest }) => rest),
			'2026-11-01',
		),
	).toEqual(kit);
	expect(findings(advisories, '2099-01-01')).toEqual(kit);
});

test('every advisory speaks of a package that is locked', () => {
	const names = new Set(locked.map(({ name }) => name));
	expect(advisories.filter((a) => !names.has(a.package)).map((a) => a.package)).toEqual([]);
});

test('versions are exact, and the lockfile holds the same', () => {
	const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides };
	for (const [name, version] of Object.entries(wanted)) {
		expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
		expect(
			locked.filter((p) => p.name === name).map((p) => p.version),
			name,
		).toContain(version);
	}
});
