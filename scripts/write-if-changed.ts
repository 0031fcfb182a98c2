import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file whole (temporary file, then rename) and only when its content differs, so readers never see half. */
export function writeIfChanged(file: string, content: string | Uint8Array): boolean {
  const bytes = Buffer.from(content);
  try {
    if (readFileSync(file).equals(bytes)) return false;
  } catch {
    mkdirSync(dirname(file), { recursive: true });
  }
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, bytes);
  renameSync(temporary, file);
  return true;
}
