import type { ComponentChildren } from 'preact';
import { acceptOf, type FileKind } from '../../../kernel/files/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Checkbox, Field, FileField } from '../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Sheet, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import type { Competition } from '../competition.queries.ts';
import { CategoryChoice } from './enter-page.tsx';
import { type EntryDeeds, entryStage, takingAt } from './entries.rules.ts';
import { longest } from './entry-input.ts';
import type { OwnFile } from './file.queries.ts';
import { EntryStateMark } from './my-entries-page.tsx';
import type { OwnEntry } from './own-entry.queries.ts';
import { OwnFiles } from './own-files.tsx';

export type EntryPageProps = {
  entry: OwnEntry;
  competition: Competition;
  files: readonly OwnFile[];
  deeds: EntryDeeds;
  at: Date;
  /** megabytes: of one sound, one film, all files */
  room: { audio_mb: number; video_mb: number; entry_mb: number };
  values?: FormValues | undefined;
  errors?: FormErrors | undefined;
  done?: string | undefined;
};

/** One's own entry: writing it, handing it in, and what became of it. */
export function EntryPage(p: EntryPageProps) {
  const { t } = useUi();
  const { entry, competition, deeds } = p;
  const title = entry.title || t('competitions.entries.untitled');
  return (
    <>
      <Trail items={[{ label: t('competitions.entries.mine'), href: '/me/entries' }, { label: title }]} />
      <Sheet
        title={title}
        lead={`${competition.title} · ${t(`competitions.way.${entry.way}`)}`}
        aside={{ title: t('competitions.entries.stands'), children: <Standing {...p} /> }}
      >
        {p.done && <Notice tone="success" live title={t(`competitions.entries.done.${p.done}`)} />}
        <Told {...p} />
        {deeds.write || deeds.change ? <EntryForm {...p} /> : <Written {...p} />}
      </Sheet>
    </>
  );
}

/** What has to be known before anything else: what to mend, that it is late, why nothing can be done. */
function Told({ entry, competition, deeds, at, errors }: EntryPageProps) {
  const { t } = useUi();
  const taking = takingAt(entryStage(competition), at);
  return (
    <>
      {errors?.[''] && !deeds.write && !deeds.change && <Notice tone="error" title={errors['']} />}
      {entry.state === 'mend' && (
        <Notice tone="warn" title={t('competitions.entries.mend_title')}>
          <Pre text={entry.mendNote} links={false} />
          {entry.mendUntil && (
            <p>
              {t('competitions.entries.mend_until')} <DateTime value={entry.mendUntil} form="datetime" />
            </p>
          )}
        </Notice>
      )}
      {deeds.handIn && entry.state !== 'mend' && taking === 'late' && (
        <Notice tone="warn" title={t('competitions.entries.late_now')} />
      )}
      {entry.emptied && <Notice title={t('competitions.entries.emptied')} />}
      {deeds.change && <Notice title={t('competitions.entries.change_note')} />}
    </>
  );
}

function Standing({ entry, competition, deeds }: EntryPageProps) {
  const { t } = useUi();
  const stage = entryStage(competition);
  return (
    <>
      <Facts
        ruled
        items={[
          {
            label: t('competitions.entries.state'),
            value: <EntryStateMark state={entry.state} late={entry.late} />,
          },
          entry.number !== null && {
            label: t('competitions.entries.number_label'),
            value: t('competitions.entries.number', { n: entry.number }),
          },
          entry.submittedAt !== null && {
            label: t('competitions.entries.handed_in_at'),
            value: <DateTime value={entry.submittedAt} form="datetime" />,
          },
          { label: t('competitions.entries.ends'), value: <DateTime value={stage.endsAt} form="datetime" /> },
        ]}
      />
      <div class="acts">
        {entry.state === 'accepted' && (
          <ButtonLink href={`/competitions/${competition.slug}/entries/${entry.number}`}>
            {t('competitions.entries.see_public')}
          </ButtonLink>
        )}
        {entry.way === 'team' && (
          <ButtonLink href={`/me/entries/${entry.id}/team`}>{t('competitions.entries.team')}</ButtonLink>
        )}
        <ButtonLink href={`/competitions/${competition.slug}`}>{t('competitions.entries.see_competition')}</ButtonLink>
        {deeds.withdraw && <Asking entry={entry} deed="withdraw" again={deeds.write || deeds.change} />}
        {deeds.discard && <Asking entry={entry} deed="discard" again={false} />}
      </div>
    </>
  );
}

/** Asks once more before something goes: in a fold, so that it does without a script. */
function Asking({ entry, deed, again }: { entry: OwnEntry; deed: 'withdraw' | 'discard'; again: boolean }) {
  const { t } = useUi();
  return (
    <>
      <Button danger opens={`ask-${deed}`}>
        {t(`competitions.entries.${deed}`)}
      </Button>
      <Dialog id={`ask-${deed}`} title={t(`competitions.entries.${deed}_ask`)}>
        <p>{t(again ? 'competitions.entries.withdraw_again' : `competitions.entries.${deed}_text`)}</p>
        <form action={`/me/entries/${entry.id}`} method="post">
          <Button danger name="do" value={deed}>
            {t(`competitions.entries.${deed}`)}
          </Button>
        </form>
      </Dialog>
    </>
  );
}

const entryFormId = 'entry';

function EntryForm(p: EntryPageProps) {
  const { t } = useUi();
  const { entry, deeds } = p;
  const begin = {
    categoryId: entry.categoryId,
    title: entry.title,
    byLine: entry.byLine,
    summary: entry.summary,
    body: entry.body,
    keepAfter: entry.keepAfter ? 'yes' : '',
    agree: entry.agreedAt ? 'yes' : '',
  };
  return (
    <Form
      id={entryFormId}
      action={`/me/entries/${entry.id}`}
      multipart
      values={{ ...begin, ...p.values }}
      errors={p.errors}
    >
      <Hidden name="version" value={String(entry.version)} />
      <SaveLine {...p} />
      <TextFields {...p} />
      <FilesPart {...p} />
      {deeds.handIn && <Consents />}
      <Actions note={t(noteKeyOf(p))}>
        {deeds.handIn && (
          <Button primary name="do" value="hand_in">
            {t(entry.state === 'mend' ? 'competitions.entries.hand_in_mended' : 'competitions.entries.hand_in')}
          </Button>
        )}
        <Button primary={!deeds.handIn} name="do" value="save">
          {t(deeds.change ? 'competitions.entries.save_change' : 'competitions.entries.save')}
        </Button>
      </Actions>
    </Form>
  );
}

function TextFields({ entry, competition }: EntryPageProps) {
  const { t } = useUi();
  const kindOfName = entry.way === 'organisation' || entry.way === 'team' ? entry.way : 'self';
  return (
    <>
      <CategoryChoice competition={competition} />
      <Field
        name="title"
        label={t('competitions.entries.title')}
        maxLength={longest.title}
        counted
        autocomplete="off"
      />
      <Field
        name="byLine"
        label={t('competitions.entries.by_line')}
        hint={t(`competitions.entries.by_line_hint.${kindOfName}`)}
        maxLength={longest.byLine}
        readOnly={entry.way === 'organisation'}
        autocomplete="off"
      />
      <Field
        name="summary"
        type="textarea"
        rows={2}
        paper="plain"
        label={t('competitions.entries.summary')}
        hint={t('competitions.entries.summary_hint')}
        maxLength={longest.summary}
        counted
        optional
      />
      <Field
        name="body"
        type="textarea"
        rows={12}
        label={t('competitions.entries.body')}
        hint={entryStage(competition).settings.guide || undefined}
        maxLength={longest.body}
        counted
      />
    </>
  );
}

function noteKeyOf({ entry, deeds }: EntryPageProps): string {
  if (deeds.change) return 'competitions.entries.change_means';
  return entry.state === 'mend' ? 'competitions.entries.mend_means' : 'competitions.entries.hand_in_means';
}

/** The first button of the form: Enter in a field keeps the draft and does nothing else. */
function SaveLine({ entry, deeds }: EntryPageProps) {
  const { t } = useUi();
  return (
    <div
      class="save-line"
      data-island={deeds.write ? 'entry-autosave' : undefined}
      data-action={`/me/entries/${entry.id}/autosave`}
      data-saving={t('competitions.entries.autosave.saving')}
      data-saved={t('competitions.entries.autosave.saved', { time: '{time}' })}
      data-failed={t('competitions.entries.autosave.failed')}
      data-conflict={t('competitions.entries.autosave.conflict')}
      data-refused={t('competitions.entries.autosave.refused')}
    >
      <Button small name="do" value="save">
        {t(deeds.change ? 'competitions.entries.save_change' : 'competitions.entries.save')}
      </Button>
      <span class="quiet" role="status">
        {t('competitions.entries.saved_at')} <DateTime value={entry.updatedAt} form="datetime" />
      </span>
    </div>
  );
}

function FilesPart({ entry, competition, files, room, errors }: EntryPageProps) {
  const { t } = useUi();
  const { media, mostFiles } = entryStage(competition).settings;
  if (mostFiles === 0 || media.length === 0) return null;
  const kinds = media.filter((kind): kind is FileKind => kind !== 'link');
  const left = mostFiles - files.length;
  return (
    <Fieldset
      legend={t('competitions.entries.files')}
      hint={<Limits kinds={kinds} room={room} mostFiles={mostFiles} />}
    >
      <OwnFiles files={files} coverFileId={entry.coverFileId} />
      {left > 0 && kinds.length > 0 && (
        <FileField
          name="files"
          label={t('competitions.entries.add_files')}
          hint={t('competitions.entries.add_files_hint', { n: left })}
          accept={acceptOf(kinds)}
          multiple
          optional
        />
      )}
      {left > 0 && media.includes('link') && (
        <Field
          name="link"
          type="url"
          label={t('competitions.entries.add_link')}
          hint={t('competitions.entries.add_link_hint')}
          placeholder="https://"
          optional
        />
      )}
      {left > 0 ? (
        <p>
          <Button icon="upload" name="do" value="save">
            {t('competitions.entries.add')}
          </Button>
        </p>
      ) : (
        <p class="quiet">{t('competitions.entries.files_full', { n: mostFiles })}</p>
      )}
      {errors?.files_more && <p class="err">{errors.files_more}</p>}
    </Fieldset>
  );
}

function Limits({
  kinds,
  room,
  mostFiles,
}: {
  kinds: readonly FileKind[];
  room: EntryPageProps['room'];
  mostFiles: number;
}) {
  const { t } = useUi();
  const takes = (kind: FileKind) => String(kinds.includes(kind));
  return (
    <>
      {t('competitions.entries.limits', {
        ...{ image: takes('image'), audio: takes('audio'), video: takes('video'), document: takes('document') },
        ...{ n: mostFiles, audio_mb: room.audio_mb, video_mb: room.video_mb, entry_mb: room.entry_mb },
      })}
    </>
  );
}

function Consents() {
  const { t } = useUi();
  return (
    <Fieldset legend={t('competitions.entries.consent')}>
      <Checkbox name="agree" label={t('competitions.entries.agree')} hint={t('competitions.entries.agree_hint')} />
      <Checkbox
        name="keepAfter"
        label={t('competitions.entries.keep_after')}
        hint={t('competitions.entries.keep_after_hint')}
      />
    </Fieldset>
  );
}

/** The entry as it stands, where it cannot be changed. */
function Written({ entry, competition, files }: EntryPageProps) {
  const { t } = useUi();
  const category = competition.categories.find(({ id }) => id === entry.categoryId)?.name;
  const row = (label: string, value: ComponentChildren) => Boolean(value) && { label: t(label), value };
  return (
    <>
      <Facts
        ruled
        items={[
          row('competitions.entries.category', category),
          row('competitions.entries.by_line', entry.byLine),
          row('competitions.entries.summary', entry.summary),
        ]}
      />
      {entry.body && <Pre text={entry.body} links={false} />}
      <OwnFiles files={files} coverFileId={entry.coverFileId} readOnly />
    </>
  );
}
