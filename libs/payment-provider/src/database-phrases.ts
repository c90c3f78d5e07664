import type { Phrases } from '@eureka-nest/common-api/nest';

/** Messages of `errors.ts` in Chinese; the reason inside comes from the database. */
export const databasePhrases: Phrases = [
  [
    /^the payment database is down \((.*)\): is it running\? This provider reconnects by itself$/s,
    '支付数据库不可用（$1）：它在运行吗？服务提供者会自动重连',
  ],
  [/^the payment database refused this statement \((.*)\): /s, '支付数据库拒绝执行这条语句（$1）：'],
  [/is its disk full, or is it read-only\? Reads go on$/, '是磁盘已满，还是数据库只读？查询不受影响'],
  [
    /its file is locked by another process: is a backup or a SQLite shell open on it\?$/,
    '数据库文件被另一个进程锁住：是否正在备份，或打开了 SQLite 命令行？',
  ],
];
