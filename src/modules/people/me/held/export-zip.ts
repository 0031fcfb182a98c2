import type { Readable } from 'node:stream';
import { type ZipEntry, zipStream } from '../../../../kernel/export/index.ts';
import type { StoredFile } from '../../../../kernel/files/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { PageContext } from '../../../../ui/page-context.ts';
import { dataSettings } from '../data.settings.ts';
import { gatherExport } from '../export-data.ts';
import { profileOf } from '../profile.queries.ts';
import { exportPage } from './export-page.tsx';
import type { Subject } from './held-parts.ts';

/**
 * Everything held on somebody as a ZIP: data.json for programs, index.html to read, files/ with what they handed in, up to
 * the city's bound; files beyond it are listed.
 */
export async function exportZip(
  k: Kernel,
  ctx: PageContext,
  subject: Subject,
  by: { accountId: string | null; name: string },
): Promise<Readable> {
  const at = k.clock.now();
  const [{ parts, data }, profile, files] = await Promise.all([
    gatherExport(k, subject, by),
    profileOf(k.db, subject.accountId),
    chooseFiles(k, subject.accountId),
  ]);
  const words = { i18n: k.i18n, locale: ctx.locale, timeZone: k.config.TIME_ZONE, now: at };
  const page = exportPage(ctx, words, { parts, files, name: profile?.name ?? '' });
  const listed = files.map(({ name, path, sizeBytes }) => ({ name, path, sizeBytes }));
  async function* entries(): AsyncGenerator<ZipEntry> {
    yield { name: 'index.html', at, bytes: [Buffer.from(page)], deflate: true };
    yield {
      name: 'data.json',
      at,
      bytes: [Buffer.from(JSON.stringify({ ...data, files: listed }, null, 2))],
      deflate: true,
    };
    for (const { file, path } of files) {
      const opened = path ? await k.files.open(file) : undefined;
      if (path && opened) yield { name: path, at: file.createdAt, bytes: opened.stream, deflate: false };
    }
  }
  return zipStream(entries());
}

async function chooseFiles(k: Kernel, accountId: string) {
  let left_bytes = k.settings.get(dataSettings).exportFiles_megabytes * 1_000_000;
  const owned = await k.files.ownedBy(k.db, accountId);
  return owned.map((file: StoredFile, index) => {
    const fits = file.sizeBytes <= left_bytes;
    if (fits) left_bytes -= file.sizeBytes;
    const { name, sizeBytes } = file;
    return { file, name, sizeBytes, path: fits ? `files/${String(index + 1).padStart(3, '0')}-${name}` : null };
  });
}
