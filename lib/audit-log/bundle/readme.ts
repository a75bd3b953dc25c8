type About = { size: bigint; at: Date; keys: readonly { key: string }[] }

/** Explains what a bundle is and how it is verified, in both languages, for someone who opens it in ten years. */
export const bundleReadme = ({ size, at, keys }: About): string => `准信 审计日志证明包
====================

本证明包摘自审计日志，日志共 ${size} 条，检查点签署于 ${at.toISOString()}。
不需要门户、网络或任何软件包，只用 Node（https://nodejs.org，20.12 或更高版本）即可核验：

    解压本文件，在解压后的文件夹内运行
    node verify.mjs

    或不解压：node verify.mjs 证明包.zip
    与早先保存的检查点比对：node verify.mjs --checkpoint 检查点.txt
    使用从别处得到的公钥：node verify.mjs --key 公钥.txt

退出码：0 无异常；2 发现问题（说明问题和位置）；1 无法核验。

文件
  entries.jsonl      每行一条记录（RFC 8785 规范 JSON）
  proofs.jsonl       每行是同一行记录的位置和证明（RFC 6962 包含证明）
  checkpoint.txt     签名的检查点（C2SP signed note，Ed25519）
  keys.txt           公钥
  consistency.jsonl  从较早的检查点到本检查点的连续性证明
  verify.mjs         核验程序，十分钟可读完

能证明什么：每条记录都是日志中该位置的原文，未经改动。公钥要从别处核对：若公钥也取自本包，则只能证明本包自身一致。
与早先保存的检查点比对，还能证明该检查点之前的历史没有被改写。


Zhunxin: proof bundle of the audit log
======================================

Taken out of an audit log of ${size} entries whose checkpoint was signed at ${at.toISOString()}.
No portal, network or package is needed to verify it, only Node (https://nodejs.org, 20.12 or later):

    unpack this file, and in its folder run
    node verify.mjs

    or without unpacking: node verify.mjs BUNDLE.zip
    against a checkpoint that was saved earlier: node verify.mjs --checkpoint CHECKPOINT.txt
    with a public key from elsewhere: node verify.mjs --key KEYS.txt

Exit codes: 0 all is well; 2 something is wrong (it says what, and where); 1 could not be verified.

Files
  entries.jsonl      an entry a line (canonical JSON, RFC 8785)
  proofs.jsonl       line by line, where that entry stands and its inclusion proof (RFC 6962)
  checkpoint.txt     the signed checkpoint (C2SP signed note, Ed25519)
  keys.txt           public keys
  consistency.jsonl  proofs from earlier checkpoints to this one
  verify.mjs         the verifier, to be read in ten minutes

What it proves: each entry is what the log holds at its place, unchanged. The public key is to be compared with one from
elsewhere: taken from this bundle, it only shows that the bundle agrees with itself. Compared with a checkpoint that was
saved earlier, it also shows that nothing before that was rewritten.


公钥 Public keys
${keys.map(({ key }) => key).join('\n')}
`
