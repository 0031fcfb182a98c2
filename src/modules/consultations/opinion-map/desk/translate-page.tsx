import { Button } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading } from '../../../../ui/layout.tsx';
import { Said } from '../../../../ui/letter.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import type { Statement } from '../statements/statement.queries.ts';

// keys: consultations.opinion_map.language.*

/** One statement, and its words in other languages. */
export function TranslatePage({
  slug,
  statement,
  works,
  formOf,
}: {
  slug: string;
  statement: Statement;
  works: boolean;
  formOf: (language: string) => { values: FormValues; errors: FormErrors };
}) {
  const { t } = useUi();
  const others = ['zh-CN', 'zh-TW', 'en'].filter((language) => language !== statement.language);
  const nameOf = (language: string) =>
    t(`consultations.opinion_map.language.${language.replace('-', '_').toLowerCase()}`);
  return (
    <>
      <Heading
        title={t('consultations.opinion_map.number', { number: statement.number })}
        lead={t('consultations.opinion_map.translate.lead')}
        facts={
          <>
            <span>{statement.shownAs}</span>
            <span>{nameOf(statement.language)}</span>
          </>
        }
      />
      <div class="result-go" lang={statement.language}>
        <Said text={statement.text} />
      </div>
      {others.map((language) =>
        works ? (
          <Form
            id={`translate-${language}`}
            action={`/convene/${slug}/statements/${statement.number}`}
            {...formOf(language)}
          >
            <Hidden name="language" value={language} />
            <Field name="text" label={nameOf(language)} lang={language} maxLength={400} optional />
            <Actions>
              <Button label={`${t('consultations.opinion_map.translate.keep')}: ${nameOf(language)}`}>
                {t('consultations.opinion_map.translate.keep')}
              </Button>
            </Actions>
          </Form>
        ) : (
          <p lang={language}>{statement.translations[language] ?? ''}</p>
        ),
      )}
    </>
  );
}
