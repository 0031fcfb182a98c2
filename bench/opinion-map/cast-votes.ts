import { createHash } from 'node:crypto';
import {
  participantCookie,
  participantToken,
} from '../../src/modules/consultations/opinion-map/voting/participant-token.ts';
import { type Cast, sendOverHttp } from '../ballots/cast-over-http.ts';

export type CastGiven = {
  port: number;
  path: string;
  secret: string;
  mapId: string;
  statements: number;
  /** the first vote */
  from: number;
  /** at most so many; requests for all of them are made beforehand */
  votes: number;
  seconds: number;
  connections: number;
};

/** So many vote at the same time; when each has cast theirs, as many others come. */
const present = 2000;
/** Votes that each casts. */
const each = 25;

/** Who casts vote `n`, and on which statement: a participant never votes on the same one twice. */
export function voteOf(n: number, statements: number): { participant: number; statement: number; vote: number } {
  const round = Math.floor(n / present);
  const participant = Math.floor(round / each) * present + (n % present);
  const turn = round % each;
  return {
    participant,
    statement: 1 + ((participant * 7 + turn * Math.max(1, Math.floor(statements / each))) % statements),
    vote: ((participant + turn) % 3) - 1,
  };
}

/** Votes over HTTP as the page sends them, each acknowledged when it is on the disk. */
export function castVotes(given: CastGiven): Promise<Cast> {
  const { port, path, secret, mapId, statements, from, votes } = given;
  const start = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nAccept: application/json\r\nContent-Type: application/json\r\n`;
  const cookies = new Map<number, string>();
  const cookieOf = (participant: number) => {
    let cookie = cookies.get(participant);
    if (!cookie) {
      const value = createHash('md5').update(`participant ${participant}`).digest('hex');
      cookie = `${participantCookie}=${participantToken({ secret }, mapId, { kind: 'c', value })}`;
      cookies.set(participant, cookie);
    }
    return cookie;
  };
  const requests = Array.from({ length: votes }, (_, at) => {
    const { participant, statement, vote } = voteOf(from + at, statements);
    const body = `{"statement":${statement},"vote":${vote},"lang":"zh-CN"}`;
    // Sixteen participants of each range of addresses.
    const range = participant >> 4;
    const address = `${1 + (range >> 16)}.${(range >> 8) & 255}.${range & 255}.${participant & 15}`;
    return Buffer.from(
      `${start}X-Forwarded-For: ${address}\r\nCookie: ${cookieOf(participant)}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
  return sendOverHttp(requests, given);
}
