import { Button, ButtonLink, More } from '../../../ui/button.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Section as PagePart } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Meta, Unseen } from '../../../ui/text.tsx';
import type { DefinitionProblem } from '../logic/definition-problems.ts';
import { type Definition, type Question, questionTypes, type Section, wordsIn } from '../questionnaire.rules.ts';
import { problemHref, problemWords } from './problem-words.ts';

// keys: surveys.type.*

/** Problems listed at once. */
const mostListed = 30;

/** What is wrong with the questionnaire, each with a link to where it is mended. */
export function Problems({ slug, problems }: { slug: string; problems: readonly DefinitionProblem[] }) {
  const { t } = useUi();
  if (problems.length === 0) return null;
  const blocking = problems.filter(({ blocks }) => blocks);
  const listed = (blocking.length > 0 ? blocking : problems).slice(0, mostListed);
  const title = t(blocking.length > 0 ? 'surveys.build.problems' : 'surveys.build.remarks', {
    count: blocking.length || problems.length,
  });
  return (
    <Notice tone={blocking.length > 0 ? 'warn' : 'info'} title={title}>
      <ul>
        {listed.map((problem) => (
          <li>
            <a href={problemHref(slug, problem)}>{problem.place.question ?? problem.place.section}</a>{' '}
            {problemWords(t, problem)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** The whole questionnaire as its convener builds it: pages, questions, and what can be done to each. */
export function BuildPage(p: {
  slug: string;
  version: number;
  definition: Definition;
  problems: readonly DefinitionProblem[];
  mayUndo: boolean;
  mayChange: boolean;
  /** while it runs words alone can be corrected */
  mayCorrect: boolean;
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const base = `/questionnaires/${p.slug}`;
  return (
    <>
      <Heading title={t('surveys.build.form.title')} lead={p.mayChange ? t('surveys.build.form.lead') : undefined} />
      {p.mayCorrect && <Notice tone="info" title={t('surveys.build.form.running')} />}
      <Problems slug={p.slug} problems={p.problems} />
      <More>
        <ButtonLink href={`${base}/preview`}>{t('surveys.build.preview.see')}</ButtonLink>
        <ButtonLink href={`${base}/xlsform`}>{t('surveys.build.form.xlsform')}</ButtonLink>
      </More>
      {p.mayChange ? (
        <Form id="build" action={`${base}/build`} values={p.values} errors={p.errors}>
          <Hidden name="version" value={String(p.version)} />
          {p.mayUndo && (
            <Button small name="do" value="undo">
              {t('surveys.build.form.undo')}
            </Button>
          )}
          <Pages {...p} />
          <Actions>
            <Button icon="plus" name="do" value="add_page">
              {t('surveys.build.form.add_page')}
            </Button>
          </Actions>
        </Form>
      ) : (
        <Pages {...p} />
      )}
      {p.mayChange && <Languages {...p} />}
    </>
  );
}

function Pages(p: Omit<Part, 'section'>) {
  return (
    <>
      {p.definition.sections.map((section, at) => (
        <Page {...p} section={section} at={at} />
      ))}
    </>
  );
}

type Part = { slug: string; definition: Definition; section: Section; mayChange: boolean; mayCorrect: boolean };

function Page(p: Part & { at: number }) {
  const { t, locale } = useUi();
  const { section, definition, at } = p;
  const base = `/questionnaires/${p.slug}/build`;
  const title = wordsIn(section.title, locale, definition.languages);
  const name = t('surveys.build.form.page', { number: at + 1, title: title === '' ? 'none' : title });
  return (
    <PagePart
      id={`page-${section.id}`}
      title={name}
      note={section.relevant === '' ? undefined : <code>{section.relevant}</code>}
    >
      {section.questions.length > 0 ? (
        <Questions {...p} pageName={name} />
      ) : (
        <p class="quiet">{t('surveys.build.form.no_questions')}</p>
      )}
      {p.mayChange && (
        <>
          <Field
            name={`type.${section.id}`}
            type="select"
            value="one"
            label={t('surveys.build.form.type_for', { page: name })}
            labelHidden
            options={questionTypes.map((type) => ({ value: type, label: t(`surveys.type.${type}`) }))}
            after={
              <Button icon="plus" name="do" value={`add ${section.id}`}>
                {t('surveys.build.form.add')}
              </Button>
            }
          />
          <More>
            <ButtonLink
              small
              href={`${base}/pages/${section.id}`}
              label={`${t('surveys.build.form.edit_page')}: ${name}`}
            >
              {t('surveys.build.form.edit_page')}
            </ButtonLink>
            <Deed act="page_up" name={section.id} of={name} />
            <Deed act="page_down" name={section.id} of={name} />
            {definition.sections.length > 1 && <Deed act="page_remove" name={section.id} of={name} />}
          </More>
        </>
      )}
    </PagePart>
  );
}

/** One small button of the form: 上移, 删去. */
function Deed({ act, name, of }: { act: string; name: string; of: string }) {
  const { t } = useUi();
  // keys: surveys.build.deed.*
  const words = t(`surveys.build.deed.${act}`);
  return (
    <Button small name="do" value={`${act} ${name}`} label={`${words}: ${of}`}>
      {words}
    </Button>
  );
}

function Questions({ slug, definition, section, mayChange, mayCorrect, pageName }: Part & { pageName: string }) {
  const { t, locale } = useUi();
  const base = `/questionnaires/${slug}/build/questions`;
  const words = (question: Question): string =>
    wordsIn(question.label, locale, definition.languages) || t('surveys.build.form.no_words');
  return (
    <Table
      caption={pageName}
      captionHidden
      rowId={(question) => `question-${question.name}`}
      columns={[
        {
          label: t('surveys.build.column.question'),
          head: true,
          cell: (question) => (
            <>
              {mayChange || mayCorrect ? <a href={`${base}/${question.name}`}>{words(question)}</a> : words(question)}
              <Meta items={marksOf(t, question)} />
            </>
          ),
        },
        { label: t('surveys.build.column.name'), cell: (question) => <code>{question.name}</code> },
        ...(mayChange
          ? [
              {
                label: t('surveys.build.column.deeds'),
                cell: (question: Question) => (
                  <More>
                    {(['up', 'down', 'copy', 'remove'] as const).map((act) => (
                      <Deed act={act} name={question.name} of={question.name} />
                    ))}
                  </More>
                ),
              },
            ]
          : []),
      ]}
      rows={section.questions}
    />
  );
}

function marksOf(t: (key: string, params?: Record<string, unknown>) => string, question: Question) {
  return [
    t(`surveys.type.${question.type}`),
    ...('required' in question && question.required ? [t('surveys.build.form.required')] : []),
    ...('choices' in question ? [t('surveys.build.form.choices', { count: question.choices.length })] : []),
    ...(question.relevant === ''
      ? []
      : [
          <>
            <Unseen>{t('surveys.build.field.relevant')}</Unseen>
            <code>{question.relevant}</code>
          </>,
        ]),
  ];
}

/** The languages in which it stands. */
function Languages(p: { slug: string; version: number; definition: Definition }) {
  const { t } = useUi();
  return (
    <PagePart>
      <Fold summary={t('surveys.build.form.languages')}>
        <Form
          id="languages"
          action={`/questionnaires/${p.slug}/build/languages`}
          values={{ languages: p.definition.languages.join(', ') }}
        >
          <Hidden name="version" value={String(p.version)} />
          <Field
            name="languages"
            label={t('surveys.build.field.language_codes')}
            hint={t('surveys.build.hint.language_codes')}
            width="half"
          />
          <Button>{t('surveys.build.save')}</Button>
        </Form>
      </Fold>
    </PagePart>
  );
}
