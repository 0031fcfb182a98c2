import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Slip } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Prose, Sheet } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Qr } from '../../../ui/qr.tsx';
import type { Survey } from '../survey.queries.ts';
import { titleIn } from '../surveys.rules.ts';
import { Written } from './question-words.tsx';

/** Handed in: thanks, the number to keep, and what happens next. */
export function DonePage({
  ctx,
  survey,
  receipt,
  languages,
}: {
  ctx: PageContext;
  survey: Survey;
  receipt: string | null;
  languages: readonly string[];
}) {
  const { t, locale } = ctx;
  const thanks = Object.values(survey.thanks).some(Boolean);
  const next = survey.results === 'none' ? 'none' : survey.results;
  return (
    <div class="answering">
      <Heading over={titleIn(survey, locale)} title={t('surveys.answer.done.title')} />
      {thanks && (
        <Prose>
          <p>
            <Written words={survey.thanks} tongue={{ locale, languages }} />
          </p>
        </Prose>
      )}
      {receipt && (
        <Slip title={t('surveys.answer.done.receipt')} code={receipt}>
          <p class="quiet">{t('surveys.answer.done.receipt_note')}</p>
        </Slip>
      )}
      <Prose>
        <p>{t('surveys.answer.done.fixed')}</p>
        <p>{t(`surveys.answer.done.next_${next}`)}</p>
      </Prose>
      <p>
        <ButtonLink href={`/surveys/${survey.slug}`}>{t('surveys.answer.done.back')}</ButtonLink>
      </p>
    </div>
  );
}

/** Saved: how to go on, here or elsewhere. */
export function LaterPage({
  ctx,
  survey,
  page,
  link,
}: {
  ctx: PageContext;
  survey: Survey;
  page: string;
  link: string | null;
}) {
  const { t, locale } = ctx;
  return (
    <div class="answering">
      <Heading
        over={titleIn(survey, locale)}
        title={t('surveys.answer.later_page.title')}
        lead={t(`surveys.answer.later_page.lead_${survey.way}`)}
      />
      {link && (
        <section class="part" aria-labelledby="elsewhere">
          <h2 id="elsewhere">{t('surveys.answer.later_page.elsewhere')}</h2>
          <p>{t('surveys.answer.later_page.elsewhere_note')}</p>
          <Qr text={link} label={t('surveys.answer.later_page.qr')} />
          <p>
            <a class="break" href={link}>
              {link}
            </a>
          </p>
        </section>
      )}
      <Form id="discard" action={`/surveys/${survey.slug}/discard`}>
        <Actions>
          <ButtonLink primary href={`/surveys/${survey.slug}/answer/${page}`}>
            {t('surveys.answer.go_on')}
          </ButtonLink>
          <Button danger>{t('surveys.answer.discard')}</Button>
        </Actions>
      </Form>
    </div>
  );
}

/** Goes on with what was begun on another device. */
export function GoOnPage({
  ctx,
  survey,
  token,
  other,
}: {
  ctx: PageContext;
  survey: Survey;
  token: string;
  other: boolean;
}) {
  const { t, locale } = ctx;
  return (
    <div class="answering">
      <Heading
        over={titleIn(survey, locale)}
        title={t('surveys.answer.go_on_page.title')}
        lead={t('surveys.answer.go_on_page.lead')}
      />
      {other && <Notice tone="warn" title={t('surveys.answer.go_on_page.other')} />}
      <Form id="go-on" action={`/surveys/${survey.slug}/go-on/${token}`}>
        <Actions>
          <Button primary>{t('surveys.answer.go_on')}</Button>
        </Actions>
      </Form>
    </div>
  );
}

/** Asks for the code of an invitation. */
export function CodePage({
  ctx,
  survey,
  values,
  errors,
}: {
  ctx: PageContext;
  survey: Survey;
  values: FormValues;
  errors: FormErrors;
}) {
  const { t, locale } = ctx;
  return (
    <Sheet title={titleIn(survey, locale)} lead={t('surveys.answer.code.lead')}>
      <Form id="code" action={`/surveys/${survey.slug}/code`} values={values} errors={errors}>
        <Field
          name="code"
          label={t('surveys.answer.code.label')}
          hint={t('surveys.answer.code.hint')}
          autocomplete="off"
          width="half"
        />
        <Actions
          note={t(survey.named ? 'surveys.answer.about.secrecy_invited_named' : 'surveys.answer.about.secrecy_invited')}
        >
          <Button primary>{t('surveys.answer.begin')}</Button>
        </Actions>
      </Form>
    </Sheet>
  );
}

/** Somebody who has answered, or a browser with which somebody has. */
export function AlreadyPage({ ctx, survey, day }: { ctx: PageContext; survey: Survey; day: string | null }) {
  const { t, locale } = ctx;
  const again = survey.way === 'anonymous';
  return (
    <div class="answering">
      <Heading
        over={titleIn(survey, locale)}
        title={t('surveys.answer.already.title')}
        lead={day ? t('surveys.answer.already.lead', { day }) : t('surveys.answer.already.here')}
      />
      <Prose>
        <p>{t('surveys.answer.done.fixed')}</p>
      </Prose>
      {again && (
        <Form id="again" action={`/surveys/${survey.slug}/begin`}>
          <input type="hidden" name="again" value="yes" />
          <Actions note={t('surveys.answer.already.again_note')}>
            <Button>{t('surveys.answer.already.again')}</Button>
          </Actions>
        </Form>
      )}
      <p>
        <ButtonLink href={`/surveys/${survey.slug}`}>{t('surveys.answer.done.back')}</ButtonLink>
      </p>
    </div>
  );
}
