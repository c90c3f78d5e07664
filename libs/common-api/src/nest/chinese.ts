import type { Phrases } from './language.js';

/** Errors of input and routing, from this package, Nest and Fastify. */
export const commonPhrases: Phrases = [
  [/^something went wrong inside this service: see its log$/, '服务内部出错：请查看它的日志'],
  [
    /^serial must be a text of 1 to 200 characters \(NUL is none\)$/,
    'serial 必须是 1 到 200 个字符的文本（不能含 NUL）',
  ],
  [/^id must be a whole number from 1 to (\d+)$/, 'id 必须是 1 到 $1 的整数'],
  [/^content-type must be application\/json, not (.*)$/s, 'content-type 必须是 application/json，而不是 $1'],
  [/^Cannot ([A-Z]+) (.*)$/s, '没有这个路由：$1 $2'],
  [/^Request body is too large$/, '请求体过大'],
  [/^(Body is not valid JSON.*)$/s, '请求体不是有效的 JSON（$1）'],
];
