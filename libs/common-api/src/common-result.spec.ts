import { CommonResult } from './common-result.js';

describe('CommonResult', () => {
  it('is sent as code, message, data, in that order', () => {
    const result = new CommonResult(200, '查询成功,serverPort:  8001', { id: 31, serial: '尚硅谷111' });
    expect(JSON.stringify(result)).toBe(
      '{"code":200,"message":"查询成功,serverPort:  8001","data":{"id":31,"serial":"尚硅谷111"}}',
    );
  });

  it('is sent with data null if there is none', () => {
    expect(JSON.stringify(new CommonResult(444, '没有对应记录,查询ID: 33'))).toBe(
      '{"code":444,"message":"没有对应记录,查询ID: 33","data":null}',
    );
  });
});
