import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors/index.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Cross-site request forgery is settled here and by SameSite cookies, so that no token in a form breaks a cached page:
 * a request that changes something must come from a page of this site (Sec-Fetch-Site, else Origin).
 */
export function guardOrigin(request: FastifyRequest, publicUrl: string): AppError | undefined {
  if (safe.has(request.method) || request.routeOptions?.config?.programs) return undefined;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return undefined;
  const origin = request.headers.origin;
  if (!site && !origin) {
    // No browser of the last years sends a form without either. Programs do: they carry no cookie.
    return request.headers.cookie ? new AppError('kernel.cross_site') : undefined;
  }
  if (origin && (origin === publicUrl || sameHost(origin, request.headers.host))) return undefined;
  return new AppError('kernel.cross_site');
}

function sameHost(origin: string, host: string | undefined): boolean {
  try {
    return host !== undefined && new URL(origin).host === host;
  } catch {
    return false;
  }
}
