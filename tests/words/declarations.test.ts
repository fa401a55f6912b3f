import ts from 'typescript';
import { expect, test } from 'vitest';
import { sourceFiles, sourceText } from '../support/tree.ts';
import { arabicWords, hasArabic, latinWords, placeholders } from './language.ts';

interface Pair {
	readonly place: string;
	readonly ar: string;
	readonly en: string;
}

/** The first name in an expression: `kpi` of `kpi.id`, `names` of `names.join(', ')`. */
function root(node: ts.Node): string {
	if (ts.isIdentifier(node)) return node.text;
	const [first] = node.getChildren().filter((child) => ts.isExpression(child));
	return first ? root(first) : 'value';
}

/** A literal's text; what a template fills in becomes `{name}`. */
function literal(node: ts.Expression): string | undefined {
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return undefined;
	return node.head.text + node.templateSpans.map((s) => `{${root(s.expression)}}${s.literal.text}`).join('');
}

/** Every `{ ar: '…', en: '…' }` written in a file. */
function pairs(file: string): Pair[] {
	const source = ts.createSourceFile(file, sourceText(file), ts.ScriptTarget.Latest, true);
	const found: Pair[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isObjectLiteralExpression(node)) {
			const side = (name: string) => {
				const property = node.properties.find(
					(p) => ts.isPropertyAssignment(p) && p.name.getText(source) === name,
				);
				return property && ts.isPropertyAssignment(property) ? literal(property.initializer) : undefined;
			};
			const [ar, en] = [side('ar'), side('en')];
			const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
			if (ar !== undefined && en !== undefined) found.push({ place: `${file}:${line}`, ar, en });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

const all = sourceFiles(/^(src|db)\/.*(?<!\.test)\.ts$/).flatMap(pairs);

test('declarations speak both languages', () => {
	expect(all.length).toBeGreaterThan(100);
	expect(all.filter(({ ar, en }) => !ar.trim() || !en.trim()).map(({ place }) => place)).toEqual([]);
	const wordless = (text: string) => !/\p{L}/u.test(text.replace(/\$?\{[^}]*\}/g, ''));
	expect(all.filter(({ ar, en }) => !hasArabic(ar) && !(wordless(ar) && wordless(en)))).toEqual([]);
});

test('each in its own letters', () => {
	expect(all.filter(({ ar }) => latinWords(ar).length)).toEqual([]);
	expect(all.filter(({ en }) => arabicWords(en).length)).toEqual([]);
});

test('both name the same values', () => {
	const neutral = (text: string) => placeholders(text).map((name) => name.replace(/(Ar|En)$|^(ar|en)$/, ''));
	const different = all.filter(({ ar, en }) => neutral(ar).sort().join() !== neutral(en).sort().join());
	expect(different).toEqual([]);
});

test('one word per thing', () => {
	expect(all.filter(({ en }) => /programmes?\b/i.test(en))).toEqual([]);
});
