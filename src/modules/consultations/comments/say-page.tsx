import { wordBreaks } from '../../../kernel/text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { Said } from '../../../ui/letter.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { PublicComment } from './comment.queries.ts';
import type { Draft } from './load-opinions.ts';
import { ParagraphLine, spokenIn } from './opinion-parts.tsx';
import { DraftTrail } from './opinions-page.tsx';
import type { Paragraph } from './paragraph.ts';
import { longestComment } from './say-comment.ts';
import type { SpeakingOrganisation } from './speaker.ts';

export type SayPageProps = {
  ctx: PageContext;
  draft: Draft;
  /** null: the whole text, or an answer */
  paragraph: Paragraph | null;
  answers: PublicComment | null;
  organisations: readonly SpeakingOrganisation[];
  displayName: string;
  token: string;
  values: FormValues;
  errors: FormErrors;
};

function titleOf({ ctx: { t }, paragraph, answers }: SayPageProps): string {
  if (answers) return t('consultations.comments.say_title_answer', { number: answers.number });
  if (paragraph) return t('consultations.comments.say_title_on', { label: paragraph.label });
  return t('consultations.comments.say_title');
}

/** The form for an opinion, with what it is about above it. */
export function SayPage(p: SayPageProps) {
  const { ctx, draft, paragraph, answers } = p;
  const { t } = ctx;
  const { slug, title, contact } = draft.consultation;
  const place = paragraph?.anchor ?? (answers ? `re-${answers.number}` : 'whole');
  const heading = titleOf(p);
  return (
    <>
      <DraftTrail ctx={ctx} draft={draft} last={heading} />
      <Sheet
        title={heading}
        lead={<span lang={spokenIn(ctx)}>{wordBreaks(title)}</span>}
        aside={{
          title: t('consultations.comments.next'),
          children: (
            <>
              <Steps
                items={(['public', 'read', 'told'] as const).map((step) => ({
                  title: t(`consultations.comments.step.${step}`),
                  text: t(`consultations.comments.step.${step}_text`),
                }))}
              />
              {contact && <p class="quiet">{contact}</p>}
            </>
          ),
        }}
      >
        {paragraph && (
          <div class="opinion-about">
            <ParagraphLine ctx={ctx} draft={draft} paragraph={paragraph} />
          </div>
        )}
        {answers && <Said text={answers.text} />}
        <Form
          id={`say-${slug}-${place}`}
          action={`/consultations/${slug}/say`}
          values={p.values}
          errors={p.errors}
          keepDraft
        >
          <Hidden name="token" value={p.token} />
          <Hidden name="anchor" value={paragraph?.anchor ?? ''} />
          <Hidden name="version" value={paragraph ? String(paragraph.versionNo) : ''} />
          <Hidden name="answers" value={answers ? String(answers.number) : ''} />
          <Field
            name="text"
            type="textarea"
            rows={8}
            label={t(answers ? 'consultations.comments.your_answer' : 'consultations.comments.your_opinion')}
            hint={t('consultations.comments.text_hint')}
            maxLength={longestComment}
            counted
            required
          />
          <SpeakerFields {...p} />
          <Actions note={t('consultations.comments.say_note')}>
            <Button primary>{t(answers ? 'consultations.comments.do_answer' : 'consultations.comments.do_say')}</Button>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

/** As whom: for an organisation that one may speak for, or under any name in front. */
export function SpeakerFields(p: Pick<SayPageProps, 'ctx' | 'organisations' | 'displayName'>) {
  const { t } = p.ctx;
  return (
    <>
      {p.organisations.length > 0 && (
        <Field
          name="speaksFor"
          type="select"
          label={t('consultations.comments.speaks_for')}
          hint={t('consultations.comments.speaks_for_hint')}
          options={[
            { value: '', label: t('consultations.comments.myself') },
            ...p.organisations.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <Field
        name="shownAs"
        label={t('consultations.comments.shown_as')}
        hint={t('consultations.comments.shown_as_hint', { name: p.displayName })}
        maxLength={20}
        width="half"
        autocomplete="off"
        optional
      />
    </>
  );
}

/** Why nothing can be said here now. */
export function ClosedPage({ ctx, draft, why }: { ctx: PageContext; draft: Draft; why: string }) {
  const { t } = ctx;
  const { slug, title } = draft.consultation;
  return (
    <>
      <DraftTrail ctx={ctx} draft={draft} last={t('consultations.comments.say_title')} />
      <Sheet title={t('consultations.comments.say_title')} lead={<span lang={spokenIn(ctx)}>{wordBreaks(title)}</span>}>
        <Notice title={why}>
          <p>
            <a href={`/consultations/${slug}`}>{t('consultations.comments.to_consultation')}</a>
          </p>
        </Notice>
      </Sheet>
    </>
  );
}
