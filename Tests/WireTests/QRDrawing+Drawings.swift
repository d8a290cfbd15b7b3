import Wire

/// Codes drawn by `qrcode` 8.2 (PyPI), told the mask that a literal Python reading of the four
/// penalty rules found the best.
///
/// Every mask is among them, both modes, every correction, and versions 1, 7, 10, 20 and 40.
extension QRDrawing {
    static let drawings: [QRDrawing] = [
        QRDrawing(
            mode: .alphanumeric, seed: 100, count: 16, correction: .quartile, version: 1, mask: 0,
            rows: """
                fecbfc15906ebebb75a5dbac2ec13d07faafe017006b22f84db8a18214715ddbac8c006bd7fb0270
                4f8abaf085d196aea1a30559bfe09480
                """),
        QRDrawing(
            mode: .byte, seed: 200, count: 12, correction: .medium, version: 1, mask: 3,
            rows: """
                feabfc17d06e92bb75f5dba22ec11107faafe01800b7025d0464b2aa65f317877906807a77fb14b0
                5184ba03b5d44baea6b104a95febb800
                """),
        QRDrawing(
            mode: .byte, seed: 300, count: 20, correction: .low, version: 2, mask: 7,
            rows: """
                fe22bfc173d06ea04bb74955dbaeb2ec156d07faaafe016100d31d3b78ae314dc6d4492fd4976b3a
                932eac1e0d58e4c3e147f6ccfc8067c7bfbeab904d51aba20f8dd593a2e8005305c440fee9ed80
                """),
        QRDrawing(
            mode: .alphanumeric, seed: 400, count: 40, correction: .medium, version: 3, mask: 1,
            rows: """
                fe999bfc13b6106ea2f2bb74f4c5dba5722ec1588507faaaafe0057500a326012fe1f26924904e80
                f1c89a67e9dbd5d4cc66aa08fb2a722a71b89e563d2a833104f9f25bfe628842cc63d9fc004c4c67
                fb1babf04f7318ba0e7fedd3d256aea8c4ff0488a01fea9dcb80
                """),
        QRDrawing(
            mode: .byte, seed: 500, count: 46, correction: .high, version: 6, mask: 6,
            rows: """
                fe6c2763bfc1227072906eadc519ebb759568505dba1ad7532ec12dd48e907faaaaaaafe00830a3b
                001b5ed4ca8646028c480848e069278de28c588d33133916378086c5cff65ce5aaad31b7c820d68b
                ad1fca8750e452a6bf2346b9c4f132f7ed378a3bec3cb22dd2e0b7864a5f620c4a4bdb8ab9bca33a
                1d3af0ce475a9b8660939b2d3d6eb1dd609a96264e812f36f2f966acdc4f1716772b1cca7e4bfdd1
                875f4883efe9521afb804bdb57c77faaab046ad046855871bbad14f94fd5d7a71f9246e9fae6d57f
                04b69caa59fe3769896200
                """),
        QRDrawing(
            mode: .byte, seed: 603, count: 120, correction: .medium, version: 7, mask: 4,
            rows: """
                fedbf04d0bfc103b262e906e969a34a4bb751963cd35dbaf58fe1baec14fec714107faaaaaaaafe0
                181f1dbd008bdf5fe67fcb0c3160da266cbe003f96e963eac94536692ce243c74e3409116b01cdbc
                b0736322892face77c7e0684d9557224eeba5179a93ac285336a0311c4d11abae3fa88faeffcb450
                6c7e3468eb232a646b7f1b831501139fddbfef7fb7270b01ab3c3f9204372f03ebd778ef6549aaba
                910485549eba5f969c2e197dec9de50ad8d66d204f50824cf5576fc732b95842b0b636bda8f12bd5
                17a489ace3fca2fd8055cc5acc47fa36aa4c6b304ecb16cf12bacebfdb4ff5d045f5583c2e8c5561
                1035048ebd9fd98fed7a97112080
                """),
        QRDrawing(
            mode: .alphanumeric, seed: 714, count: 210, correction: .quartile, version: 10, mask: 5,
            rows: """
                fe89c856250b3fc15256140f60906e8b6f609b1ecbb74b584815a525dba4891bf69112ec13ef6b1c
                119107faaaaaaaaaaafe001dff467fa30043edaabfcac2418a4b61ec4e49027ada61373a329eb4a2
                32f2a9a863093a714dca1f5943a3d15b0ff2e89e0dd3e604edbe27b2cbc2f04555ad566cb6b39736
                8456fee54a1a575145827948b8e90bc13dc94502e5a8ec21dcb4bd144a28c9aef9c3134405cc8ffa
                32841a74a2428e99c8bd99c386e51e49928d362b87a9b033554bf3105fb2f27ed11d1d1c692e7137
                ad3a2eb8243af74681b31ee1b46cfed670f9153be6c1593edf8e664effc236720b7529a6195fc3c0
                97f4579a3f03516ae26ba351063c3fec783824b47c836d4f0f276230ceec78fa43362448cd7eb263
                719f95b610c68b76f595b2aa9e90713a10d57114e49b5b98fd76db933d70d4f58c3df2576bad6edb
                254bfcf8ba3c576e99e0ce31598807f3082e749a339002873a3e04c6fd006a687159ac467fb28b0a
                e6e36af0451e8442c6714ba6c4e3e43dffa5d1a10c858c43bae9a365e17b8bf705875d063d7b99fe
                2980ec1d926400
                """),
        QRDrawing(
            mode: .byte, seed: 800, count: 640, correction: .medium, version: 20, mask: 2,
            rows: """
                fe0b2232162cfdd9c02855bfc1296e694c5c43d9b22808506eab4f0a002a79dd4d569b6bb75cf548
                a2c7fc62c8049995dbae24552f8dddeefca1550aec145a16944aa8f0c7add98907faaaaaaaaaaaaa
                aaaaaaaafe014732bd165e4af1fc88eb00be2039fafb74f7df977244be387963e25e8bd91d443e76
                9cdbd0edf239588cdd143d8c24fc3edf46d5c23d039da6b1835c66fc44f23e021bebfbc9e1b4075e
                3014c7a5aa08ab5442c1fbb6d25ee99d6b56aec1c87fea6259b612c509c1d1739a1dfb593c0d2dcf
                d784dd071580480216eb20ac01882e938d74e4cb7586cd7c0eb19c850e9899385cb134d4e73a8192
                2152b6ac98a5594b674f59657ec030e8b546a450a5d51cc5b95cc579ac46a3385a841cd1ca58ce92
                d511eb6f7d3f0df540c1c72f1a7af41318bf2b7252f167d218ac738e690f490a361ed44fef7e8508
                29ccd9a9d4ce66942317c7f249bc7659bb5d61c2e3e4bdc50913ef5bc93598d54125b16da26755e8
                d45b5d966afd28a1f2e6391e59f17818bae131e633406a527797b8f4afb7c90cffa6120ff91384fa
                b44e8c8bc5a32484608bd247daba73c9ebd062caac85ebaa9f137e9c916ed44911ce065198fd77c5
                6f8a173af9544c8fa7294a376a5ca00625566cf72dec5e10c4639dcf383502d7aeea41d18eb21c5d
                60f50cfea3ffe79dd28b4e2b69b1f099a804157b4b850152d07359257341bb747808834cb3bdff80
                13a9027a096c3a2974e2446edf3bb1dcc68cdafabc7a3b9840bb0f3cacf23b6039cc0100ef61dcad
                9214fb9bcb1afc3241c66b22cf06d27b625913210fbf1275c6664b96352bb695d07f42db662fed0d
                994bccb362061492f74437c46fcb57c79da9511e97e6a98365ed33531327033a8653ebd7fd7a0b4a
                9e8cdc247dc8f4bdc6dd312ba0a10698949e7980ed1b242c98e1272a4051bf9274ae52e4a54be937
                9f2c51964461414678e8f2ee5bdd505ab130c67a47965e5bd00dd82cc5ce1cb5ffec5c77ada83acd
                6e55df503f9787a1fe25eadf8cbd12f8af3affd74701ec246883a2c57ea464406b76221aa4a1582a
                e4c99aa1118ba5371d165fd13e3e7f10cfabfe1efd07db5f943517f89c9d8ee19a4862c33141d749
                d4d1a8cd14d2621ca50ba34eb7afa459874f9882128db1bbc47ceb3991cff9bc394e9ff8b58c0348
                60e3faaa77c3b6a8aa7d39579403848e893745d13759f61fb9e38ad87649147d3e8efbd21f5e23cc
                9b96899dca6c3ac47408a784c645055b8ccd9cb1584d7453a7e6c6f81896a1342c150b3b8f0adda3
                f353ff0a0ab19785ed4ccaae0eb94bf3e8aeb03175f3a148934eda004331443b6f57be6a833a223d
                00b1bc67e2d4a034ef32e7267f537a6b3008bb3cf9ec502fcd33db35fe394c22ee8752a825008255
                78810efb7819103108e4b542f046340d32f91e6501979c9c058e3abed0ae8581a0c1ed2d3692312a
                c639340a4cfa6e65f9aa12a77a29fb49275d4b453587e9bc59eb2bfb840385fca3bdff8df291fb00
                52ec8bc5ba74cc752ec046bf825a36ea4da20aa075b0aaf05fb246d19763ab15726751cbae4c6bdf
                cfed80ff1393cfadd7073343f59ceaa3e5a78cd6ea5600be07d34a48b9e31ae304df0733e673cbb0
                05d868f9fed193d010fa6cb357a5127b80
                """),
        QRDrawing(
            mode: .byte, seed: 900, count: 2900, correction: .low, version: 40, mask: 0,
            rows: """
                fe1383bf6ac7941f62ce89a247090e8fc866e73e723fc123e037e9d893169df2eaa073234e58964c
                fab3a1506eb30d320cf1011d96bba565f63919cc3fd11b33278bb7453a165050f21ab6ddb3237928
                e212701ad7f63a35dba69e0cff40e04fdc5957fb39578f8ac8edfda8fd42ec13fdc6c42b8a6c4056
                0946af951c7c1d76c4c0da9507faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaafe0181a2b137
                dd8b10c8a231895ee91572e6917eaa8300ef922eefcc1b94fb669bafac897aff059e5ffd8106e258
                f12aaab1f1a49a55abbf6c8ad255e2b0c15086531b85e5e544ae07dc6eaa2761d3ce391cb5cd99f5
                34d921d02ff1c2c97f158641e35bdf26be7118b204eb86fbdf877d2d721fb6c2bbea2668d4fe1ece
                5a8fae1ff2dbb64180c6e29024a633f548adeebc5776e0211e9b7d0656a8f9d40d5c4ff9dcbf04f8
                1a82b8e2ec310adcf3983dff7a0b210b015930c3513e9f63431f653a62fa5f50f65ad273fe1627df
                8fa0d675c104c02b8e85da0e63ce10680ca17d04743489f7599089d5260a96abae6637443a8948c7
                1298e8008e11e6400d88e98330cf31b666eef9152300ab0b032bbf51f98059dd7ea145368361f98d
                406beee187345e6edeb7568b4ed49ed8d91703898e3948d7e14bda09af9bb4458d54e1d88242f837
                cb625de015a595a9a3a2dd8f70f4d58ddccd86ddc388759a0430bd4c71710bc35a22665b31d3c0f1
                dbbff7e6413c39aab1ff65df3513410ed947b6fba764dbfd42fae2cab3d4da842b2cd7ab57bac860
                847e60361b29af6df645d04d6c9f54dde636cd5d7b8fd37b2a206ef4e1a3ed50b9de1f62e1492bd7
                1bb3be86903d3857df6fac4459f9a36ff5d41d35faeb76fc0a856ff29342fbdba57f84d521fdad50
                ef83c454a347ae19fc460a2b46961dec786d654617f3546f6a9e676b633c22bc4266ea72357ab627
                fb2b7d805abe115425b177761912bc3f71e2aa3d148026913bd4b119dfb5280fedeb51fbdec7efcf
                2322fe81900fe3700cfb5c3eeeb42a6962d820ff1bf0e8973a07fd36aad5d263f6e627b58734f328
                9fa4171cc91574a970e56dc5c212f2328a6d8986f4ff147220d54e143e018b468e01064891fce628
                af4064e44d65082c650fff9361cc1b034adcdc0295be8b1cba68bd753d09e90cd881309c92aee48b
                6f3dd559fe8dd3d851757381993aea0461b76b367c2e03781c7cef7eb542ca5dcac071166f893377
                6bd8e5627b9276a1c6211581b0bb0eef3166cafa0d2399b1ff4afed2a07e312fe2fd5ca47e4d1de2
                dd97e989b998c2a81c51a29941a1c2ebbbf2ec171d3d61e982efde90314206bfa34adc7108d9388f
                344b6ae516aa2434a27d44c12c90253dcdb719d1fbae8bc24b0032f7666ea48e4eb0a3e6ccd8034d
                95a69b4a5afd76c568ff78b840dbbeec27c97da21204cee29e769ff238e416106ccb29cbb7d4201d
                0257de2a5139854d6958d013ef41a22733cf2d2879d2d28d3b3702a3ca51e907ab0f296a249f268a
                0cbb1fa860311546436dfd8e70bdcfc796fb3959adf4a7ad90ab5dcc60c890fc5fc2d90c8fb6ce75
                16b412f908adca3ac88cbfadf1efdb48d990f6f902d21cfed3f8224513bc0767f954357b332b3f02
                b5d7291079350c7ddee29c36d80e0a826982990e7981639bc8ce2d1bab7e983722ce8caf09d22cbb
                d949052dae2ae6b0aed58b79a82edfce1ea398a693b5cc9812839650739ec693549ec5ff88e8b35f
                c6a93fbb981dfd12598f89e01af9f925cfb2494ef9cc43cccc4ee16b46bf12a44c70a947a77a444f
                37844652af8b92aecb1d2a732f22bd8da3ab3e4556ac38a7eb5d1d40851b210691e351291935a151
                bb79731fdac6918dfe9584f988798faea082fffcd8bf847c80fbfb326fad2e30d2dfd65f44937436
                f12d331b871c7d73a5a42e5e1d5707bbb78995a6a9aee259d92609a9e3254538f2c450d7fb704e8a
                fb0e737c79ea89f30956a74c1077ace9dabfb3cc4c7a8ba3d9b2e7ac3261da0069ab8972d9b67c54
                b298197a5e839174c64436f43d4b7fcad6bea865f98db58a5ae743b55282c9807d056f55c668adca
                e6d5b989ed1f2f57753dbfba23ee9ef64ff445644f46939700ad0f0746af5ab41894508f737e3998
                c3bc623731436b861dd4020c7a25888eff79e45d58792fbe13c7dcd51b4e9b7b55c299358038f68b
                7bc12fc86a9c32458918b671615201b0c20befc7cbbfcba4019d75a2a3cf4734ae47bd73bd896af8
                99421df5f112c6f1b47294b0c1537586e1c253bd4716fbc3beb17f76854d70248c212d6cfd14cdad
                1584066a9696a577295f8a9e0466a7478b60037e1594a23529282a6c8cac230ed5e0062e4369e8c9
                02dd2ec0267b966154db229f05cb7d05b0c1750ebee082a1ce298123caaa19ae583e9017cff1b3bd
                cf112ae0eec8cb282455bffcba740453f76e20e56f73b99884083614b1fb034b149913833dc680de
                9af652cdcdff7dfca6562360409c7df354ce338c7d8f3a8945ac5d770108a401beaef4de5b127443
                2fb1c8dcdba5a95766204ae6f64fcbc4a1c1f319319390bad7390ab3f209ae74d0bb290b4fad0e47
                3a14d90e0a509f10d5dfda43047f9aa44b332cfbd249fbe5c63fb22d98fac00c5f846a5cf8650b8f
                abc50ad944ab7a8c4d3bfd453da194560421c490b6bc652b92cf2adf45b2b410a86a328f2ebfa4d0
                ab758d8ea9112fb4b1f8fbf31d181ad1c533dd1bf6ded19174a9145f90419fe8c773fab18e9ff25d
                0dff0f0e3ff7ecdcfd424e0374b03fca9d48d83233ae430ec6b10dfa8e003225a5108f4ba9c1c188
                617413e245c2c3df0fbf10dd6826b9852ddd09d3aab006fc2b2f40e122dc03016efaff6c603d8518
                ee5b40f28d3ec8d7164e3621462f177ca16b477d61aec37ce8a15bca0b1df95e28d2ef6c491a92dc
                9cc152e20cf9d313c126df638ee4e51290f1097515f849a081203537bba9daa17d9328f17296b587
                348edc4f9ebb62c6ede1d1faf342bf43dbfed007be23ac722942841361950fc4e4b22f61c66641e9
                f9084eed045de40774d45ff3e19c00ac4ca8c8bc7e54185442d6ffba60f8438bfcd3c7865c3a5b22
                c3f336bb03d507416413e5c9b6b19cf667a0fafd6f4c546b1cffd89d0382f4bb61329b4025096f7c
                2721c71ed4a9f4773816f848a9802fb7c63f1cee5ee4d4b94f404dfbbafe9964dcce129da4a840ea
                093eb056cdecff7e4827c999303f317fae2947ed8b9364b4d70467d4fbb63ba74e714b8289cdb40b
                cd6baa925ca1065203f47eabf92ce079065bd1bc1229d20055ebe6771d4706452a452b48a0c50e69
                148dc7218bdc21a5adad55bda091d026c13234a6986085292f5c0b276e9677f3c222025cc444c249
                630c0cd6e1aba3a4be7903bd01d8e1fd2ba236b67e70fef4868648ea6bfb4342e4070ee1e6389ec0
                8cb16904b7144d4d74169514cb6ef229f920b0aa9af776986ba470d9912f955c85b6c7bc8186cff8
                7fefae4fd1f8bb31cffe092df8ae569fe94d9dff7c4bedd45741954469ec8c4214b4c6615f7c461d
                244456bf789aad826e2b4455d2b3c9eaead605a2a0e39b6bd1108165164658712a780118e32fb13a
                6c4115afa1d1b9fa159bfdedb0df9043c0ffa5b6cfbe7faafdaceacfee6aca13b54cceaa02db38a6
                d26b98cb61ab11453d81b8dfca56bc6429fe1bc2aaa1b971879031e6dc2260864710392210655278
                5fdab7c1695fdf2a47c6385b896bff432371a98537cfd4c42a54700f952cf69de3f51a14e226b407
                79d1ecbd0f30000de61cde3d3a890958596db8c596adfaed57d09f0438ec58081861dc9d8b66572f
                c8dc95f54c6d760a99be699c73ab5b5886d64a22b24cd60baa3261e21eb0d32887733c57ba0bc9b6
                8e151e3ccd3703d0e05e7ea54cf9435ef9204ade25b11fe02217ed1aade8f1e8650b73d95627cd01
                876080a2a89d3e20178f6a8a205e99c791dce77e67ade9e4f4514795e27febef2f2b09f669375630
                d3b2d163acea140fecec79f35aa3fca9fd2b341fed030bb2597a45b2f085fdb01a6f8ad6eca5a8a9
                93b82205b13e112e95bafaefaffd4cac4997470ebe9502f08da54bb18bc74b44a74f6cefa541aae7
                466ceac342c9081c92efc1bfa9409d6713988e2a998a84cd4425021d7abd872ca4fa421661cbe8dc
                490138a4cac91cd71627e6da199e4e46529b158e851682e2ef5e3e52d2a72e67e532a5179e1c0041
                8cd3a935d3137bb925d366033cabb4103a81be6d26777b900ec398c26a36f252f58becd7b07a2866
                bc7be009ee1af35b2194217f8db88d6c9a7f72bf3e99bc9fd0663e751da5606caa199df5a2447e6d
                74834c3296fc627b229b0811d98e8ece3908fc44a5fa6a8affdbc4e3fb9cc95f9438f0ff39072fb5
                c57546c78a7234523232c66d132442b2f9c757f05451aba921ab9c991eb0930c2a5b4b66a0b5d8ea
                fbae56ad113beeb1a2d0c114b9b2d18ba2bf133436d1effb8117afdcbb4ff976e6f8242abfa9f6bd
                faaca87fa75108fe422480efa5c855b93ef013701d5c12be22cedd9e4037f9ed2eaf48630d84665c
                de73244c11ab878a35f997be481ddd2916edbed43919283726e7134f4abf5f5fab65383f2b3892a8
                6dc9f65bc01c910f3d71d076615af0660d09bfe90cf7bb35e5d87d999d52e10c4a1dd02116852c1f
                a9168d3f4bb8d46e8ca0a2c5747c17a950836a565ce2be3cffa2e067f6daa5e278f1602b51f147e1
                855a0d72305d5cfcf3577bdaa7f5ebc6a67625b26ba2f5839652bdccb89b90ee44a8c2b0f850f292
                5ae67e4920bef988e6f7bad8a4cc45fabaa707279cbbc08e5d07901ea14f1d5a5ab94598b3574a1f
                3ce683899cec2db2636c6daf69528355cbd3fda73864c239fa708fb602e6e047e7d6ea7792077e8c
                bac397d7e86bec58e81afb7142a665475d505af4ce9ab58d57f6cf0138d52b0b7f0352af9d9d92e4
                2b777f660f6ecaa3d2faf42ffc18813182e632e23eae5126b7ad5873919b6d4b8f8ce5b9daf6e3d2
                d8b7e68320af401d1aa836b19316bb168f3c3e309a49774628b57a9d542487a73fe862fa81451dac
                f6b210c82b2d6719752d645620a71d28c5dfccc6de3d5c6a4b73fd9c8ef9f8d675fa662c40acba24
                b9c6365496a904ccbbcb9cedc26ae793822cc4554901fe57c83e0d8a1569f513af9b5cc31dda21c9
                e55ec32f25d6d3a38ade4ccb3883a421524919d1e9bef5000c722597969df3db0bbfbc5691560e32
                3f94b66efcde7f9fd056fdfb838d0fb0c4b0fa80684cbc75098ac68c8ba46915dcc68b071c5d19dd
                c43fbd2046a50d2e2be80b16a08b5f6ad4964eaf485fea505fe6dd11a1a3310563ff11d204510dc8
                11179895b1eba8e330fc3845ff9fabb3ff8ab57f95fc53fc66af2fc5d3271e676a787fe082498c82
                616686886214a638699aeb0d2939aed647b30b38c8b8df40402efb729000deb3059fe5c0c7b536a1
                5e2975006cbd58dbc22c52606436feab788db29a2cb23bae4197ad7117dcb8d67b295d4380
                """),
    ]
}
