import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors/index.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Cross-site request forgery is settled here and by SameSite cookies, so that no token in a form breaks a cached page:
 * a request that changes something must come from a page of this site (Sec-Fetch-Site, else Origin).
 */
export function guardOrigin(request: FastifyRequest, publicUrl: string): AppError | undefined {
  if (request.routeOptions?.config?.programs) return undefined;
  return crossSite(request, publicUrl) ? new AppError('kernel.cross_site') : undefined;
}

/** Whether a request that changes something comes from elsewhere. */
export function crossSite({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>, publicUrl: string): boolean {
  if (safe.has(method)) return false;
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return false;
  const { origin } = headers;
  // No browser of the last years sends a form without either. Programs do: they carry no cookie.
  if (!site && !origin) return headers.cookie !== undefined && headers.cookie !== '';
  return !(origin && (origin === publicUrl || sameHost(origin, headers.host)));
}

function sameHost(origin: string, host: string | undefined): boolean {
  try {
    return host !== undefined && new URL(origin).host === host;
  } catch {
    return false;
  }
}
