import type { FastifyRequest } from 'fastify';
import type { AppError } from './kernel/errors/index.ts';
import { localPath } from './kernel/http/index.ts';
import type { Kernel } from './kernel/kernel.ts';
import { ButtonLink } from './ui/button.tsx';
import { document, type Frame } from './ui/send-page.tsx';

/** The page of an error: what happened, what was kept, what to do next. */
export function errorDocument(
  k: Kernel,
  frame: Frame,
  request: FastifyRequest,
  error: AppError,
  reference: string,
): string {
  const ctx = frame.anonymous(request);
  const key = `errors.${error.code}`;
  const said = k.i18n.has(key)
    ? ctx.t(key, { hotline: ctx.city.hotline, ...error.params })
    : ctx.t('errors.kernel.internal');
  const fields = Object.values(error.fields ?? {}).map((field) =>
    ctx.t(k.i18n.has(field.key) ? field.key : 'ui.field.invalid', field.params),
  );
  const signIn = error.status === 401 || error.code === 'kernel.second_factor_first';
  const back = localPath(
    request.method === 'GET' ? request.url : (URL.parse(request.headers.referer ?? '')?.pathname ?? '/'),
  );
  const title = ctx.t('errors.title');
  return document(ctx, {
    title,
    robots: 'noindex',
    main: (
      <div class="sheet">
        <div>
          <h1>{title}</h1>
          <p class="lead">{said}</p>
          {fields.length > 0 && (
            <ul>
              {fields.map((field) => (
                <li>{field}</li>
              ))}
            </ul>
          )}
        </div>
        <p class="send-buttons">
          {signIn && (
            <ButtonLink primary href={`/sign-in?back=${encodeURIComponent(back)}`}>
              {ctx.t('ui.page.sign_in')}
            </ButtonLink>
          )}
          <ButtonLink href="/">{ctx.t('errors.home')}</ButtonLink>
        </p>
        {error.status >= 500 && <p class="quiet">{ctx.t('errors.reference', { reference })}</p>}
      </div>
    ),
  });
}
