/** Holds the settings of an invented operator. */
export const OPERATOR = {
  OPERATOR_NAME: '样本云通信有限公司',
  OPERATOR_PHONE: '010-0000 0000',
  OPERATOR_EMAIL: 'help@zhunxin.example',
}
