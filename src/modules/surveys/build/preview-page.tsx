import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { Where } from '../answer/answer-page.tsx';
import { QuestionField } from '../answer/question-field.tsx';
import { said, type Tongue, Written } from '../answer/question-words.tsx';
import { type Definition, questionsInOrder, type Section } from '../questionnaire.rules.ts';
import type { Survey } from '../survey.queries.ts';
import { titleIn } from '../surveys.rules.ts';
import { languageName } from './languages.ts';

/** Everybody sees another random order; the preview shows one. */
const seed = 'preview';

export type PreviewView = {
  survey: Survey;
  definition: Definition;
  tongue: Tongue;
  phone: boolean;
  /** pages that are asked with these answers, and the one that is shown, from 0; beyond the last: all was answered */
  pages: readonly Section[];
  at: number;
  /** names of questions that are asked */
  asked: ReadonlySet<string>;
  /** what was typed on other pages, sent along */
  carried: readonly { name: string; value: string }[];
  values: FormValues;
  errors: FormErrors;
};

/** A questionnaire as people will see it, to try out: conditions and rules work, nothing is kept. */
export function PreviewPage(p: PreviewView) {
  const { t } = useUi();
  const section = p.pages[p.at];
  return (
    <>
      <Heading title={t('surveys.build.preview.title')} lead={t('surveys.build.preview.lead')} />
      <Ways {...p} />
      <div class={p.phone ? 'preview phone' : 'preview'}>
        {section ? (
          <OnePage {...p} section={section} />
        ) : (
          <Notice tone="success" title={t('surveys.build.preview.end')}>
            {said(p.survey.thanks, p.tongue) && (
              <p>
                <Written words={p.survey.thanks} tongue={p.tongue} />
              </p>
            )}
            <ButtonLink href={addressOf(p, {})}>{t('surveys.build.preview.again')}</ButtonLink>
          </Notice>
        )}
      </div>
    </>
  );
}

function addressOf(p: PreviewView, change: { phone?: boolean; locale?: string }): string {
  const phone = change.phone ?? p.phone;
  const query = new URLSearchParams({ words: change.locale ?? p.tongue.locale, ...(phone && { view: 'phone' }) });
  return `/questionnaires/${p.survey.slug}/preview?${query}`;
}

/** Width and language. */
function Ways(p: PreviewView) {
  const { t } = useUi();
  return (
    <>
      <Tabs
        label={t('surveys.build.preview.width')}
        items={[
          { href: addressOf(p, { phone: false }), label: t('surveys.build.preview.desktop'), current: !p.phone },
          { href: addressOf(p, { phone: true }), label: t('surveys.build.preview.phone'), current: p.phone },
        ]}
      />
      {p.definition.languages.length > 1 && (
        <Tabs
          label={t('surveys.build.field.languages')}
          items={p.definition.languages.map((locale) => ({
            href: addressOf(p, { locale }),
            label: languageName(locale),
            current: locale === p.tongue.locale,
          }))}
        />
      )}
    </>
  );
}

function OnePage(p: PreviewView & { section: Section }) {
  const { t } = useUi();
  const { section, tongue, survey } = p;
  const shown = questionsInOrder(section, seed).filter(({ name }) => p.asked.has(name));
  return (
    <>
      <h2>{said(section.title, tongue) || titleIn(survey, tongue.locale)}</h2>
      {said(section.intro, tongue) && (
        <p>
          <Written words={section.intro} tongue={tongue} />
        </p>
      )}
      <Where t={t} at={p.at} of={p.pages.length} />
      <Form id="answer" action={addressOf(p, {})} values={p.values} errors={p.errors}>
        <Hidden name="page" value={section.id} />
        <Hidden name="shown" value={shown.map(({ name }) => name).join(' ')} />
        {p.carried.map(({ name, value }) => (
          <Hidden name={name} value={value} />
        ))}
        {shown.map((question) => (
          <QuestionField question={question} tongue={tongue} seed={seed} />
        ))}
        <Actions note={t('surveys.build.preview.nothing_kept')}>
          <Button primary name="go" value="next">
            {t('surveys.answer.next')}
          </Button>
          {p.at > 0 && (
            <Button name="go" value="back">
              {t('surveys.answer.back')}
            </Button>
          )}
        </Actions>
      </Form>
    </>
  );
}
