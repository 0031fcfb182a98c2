import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The city's own key, made once in DATA_DIR/secrets and readable by its user alone. */
export async function loadSecret(dataDir: string): Promise<string> {
  const folder = path.join(dataDir, 'secrets');
  const file = path.join(folder, 'secret');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = path.join(folder, `.secret-${process.pid}`);
  await writeFile(draft, randomBytes(48).toString('base64url'), { mode: 0o600 });
  // Two processes at once: the link of one wins, both read the same.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await readFile(file, 'utf8')).trim();
}
