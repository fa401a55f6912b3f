import ts from 'typescript';
import { expect, test } from 'vitest';
import { fieldLabel } from '#lib/features/audit/fields.ts';
import { actLabel, objectLabel } from '#lib/features/audit/words.ts';
import { sourceFiles, sourceText } from '../support/tree.ts';

interface Written {
	readonly actions: Set<string>;
	readonly objects: Set<string>;
	readonly fields: Set<string>;
}

const isWriter = (name: string) => /^(transact|defineCommand|defineExport|appendAudit)$/.test(name);
const nameOf = (node: ts.Expression) =>
	ts.isPropertyAccessExpression(node) ? node.name.text : node.getText();
const propertyOf = (node: ts.ObjectLiteralExpression, name: string) =>
	node.properties.find(
		(p): p is ts.PropertyAssignment => ts.isPropertyAssignment(p) && p.name.getText() === name,
	)?.initializer;

/** The strings an expression can be: literals, also behind a condition. */
function strings(node: ts.Expression | undefined): string[] {
	if (!node) return [];
	if (ts.isStringLiteral(node)) return [node.text];
	if (ts.isConditionalExpression(node)) return [...strings(node.whenTrue), ...strings(node.whenFalse)];
	return [];
}

/** Names of fields that stand in a literal; a spread or a variable brings those of its own place. */
function keys(node: ts.Expression | undefined): string[] {
	if (!node || !ts.isObjectLiteralExpression(node)) return [];
	return node.properties.flatMap((p) =>
		p.name && !ts.isComputedPropertyName(p.name) ? [p.name.getText()] : [],
	);
}

/** What one file writes into the trail, as far as it stands there as text. */
function collect(file: string, into: Written): void {
	const source = ts.createSourceFile(file, sourceText(file), ts.ScriptTarget.Latest, true);
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node)) {
			const name = nameOf(node.expression);
			for (const argument of node.arguments) {
				if (!ts.isObjectLiteralExpression(argument)) continue;
				if (isWriter(name)) for (const one of strings(propertyOf(argument, 'action'))) into.actions.add(one);
				for (const one of strings(propertyOf(argument, 'objectType'))) into.objects.add(one);
				if (!propertyOf(argument, 'objectType')) continue;
				for (const side of ['before', 'after'])
					for (const key of keys(propertyOf(argument, side))) into.fields.add(key);
			}
			if (name === 'transact') for (const one of strings(node.arguments[1])) into.actions.add(one);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
}

const written: Written = { actions: new Set(), objects: new Set(), fields: new Set() };
for (const file of sourceFiles(/^(src|db)\/.*(?<!\.test)\.ts$/)) collect(file, written);

test('the search finds what is written into the trail', () => {
	expect([...written.actions]).toEqual(
		expect.arrayContaining(['account.sign-in', 'report.verify', 'seed', 'kpi.export']),
	);
	expect([...written.objects]).toEqual(expect.arrayContaining(['report', 'society', 'import_batch']));
	expect([...written.fields]).toEqual(expect.arrayContaining(['state', 'rows']));
});

test('every action, object type and field of the trail has words in features/audit', () => {
	expect([...written.actions].filter((action) => !actLabel(action))).toEqual([]);
	expect([...written.objects].filter((type) => !objectLabel(type))).toEqual([]);
	expect([...written.fields].filter((field) => !fieldLabel(field))).toEqual([]);
});
