import { fileHref } from '../../../kernel/files/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { safeHref } from '../../../ui/text.tsx';
import { longest } from './entry-input.ts';
import type { OwnFile } from './file.queries.ts';

type OwnFilesProps = { files: readonly OwnFile[]; coverFileId: string | null; readOnly?: boolean };

/** Files of one's own entry, in their order; within the entry's form each can be moved, described and taken out. */
export function OwnFiles({ files, coverFileId, readOnly = false }: OwnFilesProps) {
  const { t } = useUi();
  if (files.length === 0) return null;
  return (
    <ol class="own-files" aria-label={t('competitions.entries.files')}>
      {files.map((file, at) => (
        <li>
          <Shown file={file} />
          <div class="own-file-words">
            {readOnly ? (
              <p>{file.caption || nameOf(file)}</p>
            ) : (
              <Field
                name={`caption_${file.id}`}
                label={t('competitions.entries.caption', { n: at + 1 })}
                value={file.caption}
                maxLength={longest.caption}
                placeholder={nameOf(file)}
                autocomplete="off"
              />
            )}
            <p class="quiet">
              {nameOf(file)}
              {file.sizeBytes > 0 && ` · ${megabytes(file.sizeBytes)} MB`}
              {file.fileId !== null && file.fileId === coverFileId && ` · ${t('competitions.entries.is_cover')}`}
            </p>
            {!readOnly && <Deeds file={file} at={at} isCover={file.fileId === coverFileId} />}
          </div>
        </li>
      ))}
    </ol>
  );
}

const megabytes = (bytes: number): string => Math.max(0.1, bytes / 1_000_000).toFixed(1);

const nameOf = (file: OwnFile): string => file.name || file.url || '';

function Deeds({ file, at, isCover }: { file: OwnFile; at: number; isCover: boolean }) {
  const { t } = useUi();
  const label = (key: string) => `${t(`competitions.entries.${key}`)}: ${file.caption || nameOf(file)}`;
  return (
    <div class="own-file-deeds">
      {at > 0 && (
        <Button small name="do" value={`up:${file.id}`} label={label('up')}>
          {t('competitions.entries.up')}
        </Button>
      )}
      {file.kind === 'image' && !isCover && (
        <Button small name="do" value={`cover:${file.id}`} label={label('cover')}>
          {t('competitions.entries.cover')}
        </Button>
      )}
      <Button small danger name="do" value={`remove:${file.id}`} label={label('remove')}>
        {t('competitions.entries.remove')}
      </Button>
    </div>
  );
}

function Shown({ file }: { file: OwnFile }) {
  const { fileId, kind, url } = file;
  if (kind === 'link')
    return (
      <a class="own-file-plate" href={safeHref(url ?? '')} rel="nofollow noopener ugc">
        <Icon name="next" />
        <span class="vh">{url}</span>
      </a>
    );
  const href = fileHref(fileId ?? '');
  if (kind === 'image')
    return (
      <a class="own-file-plate" href={href}>
        <img
          src={fileHref(fileId ?? '', 'thumb')}
          alt={file.caption || nameOf(file)}
          width={file.width ?? undefined}
          height={file.height ?? undefined}
          loading="lazy"
        />
      </a>
    );
  if (kind === 'audio')
    return (
      // biome-ignore lint/a11y/useMediaCaption: sound as entrants give it has no captions; its words stand beside it
      <audio class="own-file-plate" controls preload="none" src={href} aria-label={file.caption || nameOf(file)} />
    );
  if (kind === 'video')
    return (
      // biome-ignore lint/a11y/useMediaCaption: film as entrants give it has no captions; its words stand beside it
      <video class="own-file-plate" controls preload="metadata" src={href} aria-label={file.caption || nameOf(file)} />
    );
  return (
    <a class="own-file-plate" href={href}>
      <Icon name="file" />
      <span class="vh">{nameOf(file)}</span>
    </a>
  );
}
