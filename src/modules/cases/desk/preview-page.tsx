import { Pair } from '../../../ui/answer.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { Deeds, DeskSection } from '../../../ui/desk.tsx';
import { Form, Hidden } from '../../../ui/form.tsx';
import { Letter } from '../../../ui/letter.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { CaseLight } from '../matter/index.ts';
import { caseHref } from './desk-address.ts';
import { DeskFrame, placeOf } from './desk-frame.tsx';
import type { DeskMatter, DeskView } from './desk-view.ts';
import type { Happened } from './matter-notices.tsx';
import { Head } from './matter-page.tsx';
import { storedReply } from './reply-form.ts';
import { ReplyPreview, savedWords } from './reply-preview.tsx';

/** The saved draft beside its letter, as everybody will see it. */
export function PreviewPage(p: { view: DeskView; desk: DeskMatter; numberSaid: string; happened: Happened | null }) {
  const { view, desk, numberSaid, happened } = p;
  const ui = useUi();
  const { t } = ui;
  const place = placeOf(view);
  const { reply, matter } = desk;
  const write = caseHref(matter.row.number, place, '/reply');
  const sendable = desk.can.has('write') && reply !== null;
  return (
    <DeskFrame
      view={view}
      current={matter.row.number}
      deeds={
        <Deeds
          deeds={[
            ...(sendable
              ? [
                  {
                    label: t('cases.desk.reply.send'),
                    primary: true,
                    form: 'preview-send',
                    name: 'deed',
                    value: 'send',
                  },
                ]
              : []),
            desk.can.has('write')
              ? { label: t('cases.desk.go_on_writing'), href: write, keyHint: 'W' }
              : { label: t('cases.desk.reply.leave'), href: caseHref(matter.row.number, place) },
          ]}
          note={<CaseLight row={matter.row} calendar={matter.calendar} />}
        />
      }
    >
      <Head view={view} desk={desk} numberSaid={numberSaid} place={place} />
      {happened && (
        <Notice
          tone={happened.tone}
          title={happened.words}
          live
          {...(happened.draftOf ? { draftSent: happened.draftOf } : {})}
        />
      )}
      <DeskSection
        id="preview"
        title={t(matter.row.confidential ? 'cases.desk.preview_confidential' : 'cases.desk.preview')}
        end={reply ? savedWords(desk, t, formatDate(reply.updated_at, ui, 'datetime')) : ''}
      >
        {reply ? (
          <Pair>
            <Letter
              lang="zh-Hans"
              text={matter.row.body}
              sign={<DateTime value={matter.row.submitted_at} form="date" />}
            />
            <ReplyPreview view={view} desk={desk} />
          </Pair>
        ) : (
          <p>
            {t('cases.desk.no_draft')} <ButtonLink href={write}>{t('cases.desk.deed.write')}</ButtonLink>
          </p>
        )}
      </DeskSection>
      {sendable && <SendAsItIs desk={desk} action={write} />}
    </DeskFrame>
  );
}

/** The same draft, sent as it was saved. */
function SendAsItIs({ desk, action }: { desk: DeskMatter; action: string }) {
  const { values, version, fileIds } = storedReply(desk.reply, desk.replyFileIds);
  return (
    <Form id="preview-send" action={action}>
      <Hidden name="version" value={String(version)} />
      {Object.entries(values).map(([name, value]) => (
        <Hidden name={name} value={String(value)} />
      ))}
      {fileIds.map((id) => (
        <Hidden name="files_kept" value={id} />
      ))}
    </Form>
  );
}
