import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { useUi } from './page-context.ts';

/** What was typed, by field name; several values for checkboxes. */
export type FormValues = Record<string, string | readonly string[] | undefined>;
/** What is wrong, by field name, already in the reader's words. */
export type FormErrors = Record<string, string | undefined>;

type FormState = { id: string; values: FormValues; errors: FormErrors };
const FormContext = createContext<FormState>({ id: 'f', values: {}, errors: {} });

/** The surrounding form's values and errors. */
export function useForm(): FormState {
  return useContext(FormContext);
}

/** Id of a field, the target of the error summary's links. */
export function fieldId(formId: string, name: string): string {
  return `${formId}-${name.replace(/[^\w-]/g, '-')}`;
}

export function typedValue(form: FormState, name: string): string | undefined {
  const value = form.values[name];
  return typeof value === 'string' ? value : value?.[0];
}

export function isChosen(form: FormState, name: string, option: string): boolean {
  const value = form.values[name];
  return typeof value === 'string' ? value === option : (value?.includes(option) ?? false);
}

export type FormProps = {
  /** Unique on the page; also the key under which the draft keeper stores what is typed. */
  id: string;
  action: string;
  method?: 'post' | 'get';
  values?: FormValues;
  errors?: FormErrors;
  /** Allows files. */
  multipart?: boolean;
  /** Keeps what is typed on this device until the form has been sent. */
  keepDraft?: boolean;
  /** Where the errors are listed elsewhere on the page with {@link ErrorSummary}. */
  summary?: boolean;
  /** Browser checks are off by default: the server says everything at once, in plain words. */
  validate?: boolean;
  role?: 'search';
  label?: string;
  children: ComponentChildren;
};

/** A form that keeps what was typed and lists its errors first; fields find their value and error by name. */
export function Form(p: FormProps) {
  const { t } = useUi();
  const errors = p.errors ?? {};
  const state: FormState = { id: p.id, values: p.values ?? {}, errors };
  return (
    <FormContext.Provider value={state}>
      {p.summary !== false && <ErrorSummary formId={p.id} errors={errors} />}
      <form
        id={p.id}
        class="fields"
        action={p.action}
        method={p.method ?? 'post'}
        enctype={p.multipart ? 'multipart/form-data' : undefined}
        novalidate={!p.validate}
        role={p.role}
        aria-label={p.label}
        data-island={p.keepDraft ? 'draft-keeper' : undefined}
        data-draft-restored={p.keepDraft ? t('ui.draft.restored') : undefined}
        data-draft-discard={p.keepDraft ? t('ui.draft.discard') : undefined}
      >
        {p.children}
      </form>
    </FormContext.Provider>
  );
}

/** What is still wrong, linked to the fields; takes the focus when the page opens. Nothing when there is no error. */
export function ErrorSummary({ formId, errors }: { formId: string; errors: FormErrors }) {
  const { t } = useUi();
  const wrong = Object.entries(errors).filter((entry): entry is [string, string] => Boolean(entry[1]));
  if (wrong.length === 0) return null;
  return (
    <div class="errors" role="alert" tabindex={-1} autofocus aria-labelledby={`${formId}-errors`}>
      <h2 id={`${formId}-errors`}>{t('ui.form.errors_title', { count: wrong.length })}</h2>
      <p>{t('ui.form.kept')}</p>
      <ol>
        {wrong.map(([name, text]) => (
          <li>{name === '' ? text : <a href={`#${fieldId(formId, name)}`}>{text}</a>}</li>
        ))}
      </ol>
    </div>
  );
}

/** An error beside its field. */
export function FieldError({ id, text }: { id: string; text: string }) {
  return (
    <p class="err" id={id}>
      <Icon name="warn" />
      <span>{text}</span>
    </p>
  );
}

/** Fields that belong together under one legend. */
export function Fieldset(p: { legend: ComponentChildren; hint?: ComponentChildren; children: ComponentChildren }) {
  return (
    <fieldset class="group">
      <legend>{p.legend}</legend>
      {p.hint && <p class="hint">{p.hint}</p>}
      {p.children}
    </fieldset>
  );
}

/** A long field and a short one side by side: what, and until when. One under the other on phones. */
export function FieldRow({ children }: { children: ComponentChildren }) {
  return <div class="field-row">{children}</div>;
}

/** The form's buttons, and what happens next. */
export function Actions({ children, note }: { children: ComponentChildren; note?: ComponentChildren }) {
  return (
    <div class="send">
      <div class="send-buttons">{children}</div>
      {note && <p class="quiet">{note}</p>}
    </div>
  );
}

/** A value that travels with the form unseen. */
export function Hidden({ name, value }: { name: string; value: string }) {
  return <input type="hidden" name={name} value={value} />;
}
