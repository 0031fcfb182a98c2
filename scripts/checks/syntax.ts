import ts from 'typescript';
import { filesOf, read } from './project.ts';

const parsed = new Map<string, ts.SourceFile>();

/** Every TypeScript file written by hand under the folders, parsed once. */
export function sources(...folders: string[]): ts.SourceFile[] {
  return filesOf(...folders.map((folder) => `${folder}/**/*.{ts,tsx}`))
    .filter((file) => !file.endsWith('.gen.ts'))
    .map(sourceOf);
}

function sourceOf(file: string): ts.SourceFile {
  const source = parsed.get(file) ?? parse(file, read(file));
  parsed.set(file, source);
  return source;
}

export function parse(file: string, text: string): ts.SourceFile {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
}

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** `file:line` of a node. */
export function place(source: ts.SourceFile, node: ts.Node): string {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
}

/** The reason given in a line `// <word>: reason` of a file, by which it declares itself an exception. */
export function declared(source: ts.SourceFile, word: string): string | undefined {
  return new RegExp(`^\\s*// ${word}: (\\S.*)$`, 'm').exec(source.text)?.[1];
}

export function isTest(file: string): boolean {
  return /\.(test|fixture)\.tsx?$/.test(file);
}
