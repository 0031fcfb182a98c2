import ts from 'typescript';
import type { Check } from './check.ts';
import { declared, isTest, place, sources, visit } from './syntax.ts';

const HAN = /\p{Script=Han}/u;

/**
 * What is read on the screen comes from messages. Files that work on Chinese text itself (recognising headings, places,
 * numerals) say so in a line `// chinese: reason`. Comments may quote the field's terms.
 */
export const chinese: Check = {
  name: 'chinese',
  claim: 'no Chinese in source outside messages, tests and files that declare why',
  run: () =>
    sources('src')
      .filter((source) => !isTest(source.fileName) && !/\.factory\.tsx?$/.test(source.fileName))
      .filter((source) => declared(source, 'chinese') === undefined)
      .flatMap(chineseIn),
};

function chineseIn(source: ts.SourceFile): string[] {
  const problems: string[] = [];
  visit(source, (node) => {
    const isText =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isJsxText(node) ||
      ts.isRegularExpressionLiteral(node);
    if (isText && HAN.test(node.getText(source)))
      problems.push(`${place(source, node)} ${node.getText(source).trim().slice(0, 60)}`);
  });
  return problems;
}
