import type { VNode } from 'preact';
import { fileHref } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { Facts } from '../../../ui/facts.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Section } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { safeHref } from '../../../ui/text.tsx';
import { type EntryFile, entryByNumber, filesOfEntry, type TeamMember, teamOfEntry } from '../entries/entry.queries.ts';
import type { FieldEntry } from '../field.queries.ts';
import type { OwnWork } from './own-work.ts';

// keys: competitions.jury.medium.*

/** What jurors read of an entry; in a blind stage without anything that names who made it. */
export async function entryWork(
  k: Kernel,
  work: OwnWork,
  entry: FieldEntry,
): Promise<{ body: string; files: VNode | null }> {
  const { blind } = work.stage.settings;
  const found = await entryByNumber(k.db, work.desk.competition.id, entry.number);
  const files = await filesOfEntry(k.db, entry.id);
  const team = blind ? [] : await teamOfEntry(k.db, entry.id);
  return {
    body: found?.body ?? '',
    files:
      files.length + team.length > 0 ? <Works title={entry.title} files={files} team={team} blind={blind} /> : null,
  };
}

type Props = { title: string; files: readonly EntryFile[]; team: readonly TeamMember[]; blind: boolean };

function Works({ title, files, team, blind }: Props) {
  const { t } = useUi();
  return (
    <>
      {files.map((file, at) => {
        const name = t(`competitions.jury.medium.${file.kind}`, { n: at + 1 });
        // What entrants write under their files may name them.
        return <Medium file={file} name={blind || !file.caption ? name : file.caption} title={title} />;
      })}
      {team.length > 0 && (
        <Section id="team" title={t('competitions.jury.team')}>
          <Facts items={team.map(({ role, shownAs }) => ({ label: role || '—', value: shownAs }))} />
        </Section>
      )}
    </>
  );
}

function Medium({ file, name, title }: { file: EntryFile; name: string; title: string }) {
  const href = file.fileId ? fileHref(file.fileId) : safeHref(file.url);
  if (!href) return null;
  if (file.kind === 'image')
    return (
      <figure class="medium">
        <a href={href}>
          <img
            src={href}
            alt={`${title} ${name}`}
            width={file.width ?? undefined}
            height={file.height ?? undefined}
            loading="lazy"
          />
        </a>
        <figcaption>{name}</figcaption>
      </figure>
    );
  if (file.kind === 'audio' || file.kind === 'video') {
    const Player = file.kind;
    return (
      <figure class="medium">
        <Player src={href} controls preload="metadata" aria-label={`${name} ${title}`} />
        <figcaption>{name}</figcaption>
      </figure>
    );
  }
  return (
    <p class="medium-link">
      <a href={href} {...(file.kind === 'link' ? { rel: 'nofollow ugc noopener' } : { download: '' })}>
        <Icon name={file.kind === 'link' ? 'arrow' : 'file'} />
        {name}
      </a>
    </p>
  );
}
