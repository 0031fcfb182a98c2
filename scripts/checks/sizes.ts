import ts from 'typescript';
import type { Check } from './check.ts';
import { filesOf, read } from './project.ts';
import { isTest, place, sources, visit } from './syntax.ts';

const FILE_LINES = 400;
const FUNCTION_LINES = 70;
const FOLDERS = ['src', 'test', 'bench', 'scripts', 'demo'];

export const sizes: Check = {
  name: 'sizes',
  claim: `no file over ${FILE_LINES} lines, no function over ${FUNCTION_LINES}`,
  run() {
    const files = filesOf(...FOLDERS.map((folder) => `${folder}/**/*.{ts,tsx,mjs,cjs,css}`), 'bin/*');
    const long = files
      .filter((file) => !file.endsWith('.gen.ts'))
      .map((file) => ({ file, lines: read(file).trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > FILE_LINES)
      .map(({ file, lines }) => `${file} has ${lines} lines`);
    return [...long, ...sources(...FOLDERS).flatMap(longFunctions)];
  },
};

export function longFunctions(source: ts.SourceFile): string[] {
  const problems: string[] = [];
  visit(source, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
    if (isTest(source.fileName) && isGroupOfTests(node)) return;
    const line = (position: number) => source.getLineAndCharacterOfPosition(position).line;
    const lines = line(node.end) - line(node.getStart(source)) + 1;
    if (lines > FUNCTION_LINES) problems.push(`${place(source, node)} ${nameOf(node)} has ${lines} lines`);
  });
  return problems;
}

/** The callback of `describe(...)`, also of `describe.each(...)(...)`: a list of tests, not a thing to follow. */
function isGroupOfTests(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : 'a function';
}
